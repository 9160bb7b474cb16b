using System.Net.Sockets;
using CleanLite.Abuse.Http2;
using CleanLite.Abuse.Runs;
using CleanLite.Testing.Http2;

namespace CleanLite.Abuse.Categories;

/// <summary>M1: frames that break HTTP/2, each on a connection of its own, the bytes split in five ways.</summary>
internal sealed class Frames : ICategory
{
    private const int ProbeStream = 1001;
    private const string Health = "/grpc.health.v1.Health/Check";
    private static readonly TimeSpan PreludeTime = TimeSpan.FromMilliseconds(2);

    private static readonly (string Name, Func<int, Random, int> Next)[] Splits =
    [
        ("whole", (left, _) => left), ("in halves", (left, _) => (left + 1) / 2), ("by nine", (left, _) => Math.Max(Frame.HeaderLength, left / 200)), ("at random", (left, random) => random.Next(1, 1 + Math.Max(20, left / 50))),
        ("byte by byte", (left, _) => Math.Max(1, left / 300)),
    ];

    public string Name => "M1";

    public string Summary => "HTTP/2 frames: preface, SETTINGS, streams, lengths, padding, windows, header blocks, requests, CONTINUATION, unknown types; 5 splits";

    public async Task RunAsync(Attack attack)
    {
        var rows = FrameCases.All.ToList();
        var cases = Splits.SelectMany(split => rows.Select(row => (row, split))).ToArray();
        attack.Random.Shuffle(cases);
        attack.Notes.Add($"{rows.Count} cases, {Splits.Length} splits");
        await attack.PlayAllAsync(cases.Take(attack.Of(cases.Length)).Select(c =>
        {
            var random = new Random(attack.Random.Next());
            return ($"{c.row.Name}, {c.split.Name}", c.row.Expected, (Func<Task<Outcome>>)(() => PlayAsync(attack, c.row, left => c.split.Next(left, random))));
        }));
    }

    private static async Task<Outcome> PlayAsync(Attack attack, FrameCase row, Func<int, int> next)
    {
        await using var link = row.Greets ? await Link.ConnectAsync(attack.Server.GrpcDoor) : await Link.DialAsync(attack.Server.GrpcDoor);
        var (misused, probe) = (link.Watch(1), link.Watch(ProbeStream));
        var isProbed = row.Expected.Contains(FrameCase.Alive, StringComparison.Ordinal);
        try
        {
            for (var bytes = row.Bytes.AsMemory(); !bytes.IsEmpty;)
            {
                var length = Math.Min(next(bytes.Length), bytes.Length);
                await link.WriteAsync(bytes[..length]);
                bytes = bytes[length..];
            }

            // A call after it, where there should be one: bytes sent into a connection that has ended would hide why.
            if (isProbed) await link.WriteAsync((byte[])[.. Frame.Headers(ProbeStream, false, Bench.Fields(Health)), .. Frame.Data(ProbeStream, true, GrpcMessage.Framed([]))]);
        }
        catch (SocketException)
        {
            await Task.Delay(PreludeTime);
        }

        // A stream is reset before the connection ends, where both happen; the connection's end is what counts then.
        var ended = await Task.WhenAny(misused.Outcome, probe.Outcome, link.Ended);
        if (ended == probe.Outcome && (await probe.Outcome).Kind == "grpc OK") return new Outcome(FrameCase.Alive);
        if (ended == misused.Outcome && isProbed && !link.Ended.IsCompleted) return (await probe.Outcome).Kind == "grpc OK" ? new Outcome(FrameCase.Alive) : new Outcome(await link.Ended);

        // A good call may be answered before what spoils it has been read.
        if (ended == misused.Outcome && !row.Expected.Contains((await misused.Outcome).Kind, StringComparison.Ordinal)) await link.Ended;
        return link.Ended.IsCompleted ? new Outcome(await link.Ended) : await (ended == probe.Outcome ? probe.Outcome : misused.Outcome);
    }
}

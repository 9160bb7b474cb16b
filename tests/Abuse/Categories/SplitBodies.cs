using CleanLite.Abuse.Runs;
using CleanLite.Testing.Http2;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Abuse.Categories;

/// <summary>M3: one body in 1 to 50 DATA frames, empty ones among them; the answer is that to the whole.</summary>
internal sealed class SplitBodies : ICategory
{
    private const int Full = 5_000;
    private const int MostFrames = 50;
    private const int Batches = 2;

    public string Name => "M3";

    public string Summary => "one body split at any byte over 1 to 50 DATA frames, empty ones among them";

    public async Task RunAsync(Attack attack)
    {
        await using var bench = await Bench.OpenAsync(attack);
        var request = GrpcMessage.Framed(Bench.GoodMessage(Bench.Validate));
        await attack.PlayAllAsync(Enumerable.Range(0, attack.Of(Full)).Select(i =>
        {
            var isSession = i % 2 == 0;
            var pieces = Split(isSession ? Session($"split-{i}", attack.Random) : request, attack.Random);
            return ($"{pieces.Count} frames", isSession ? $"{Batches} acks, grpc OK" : "1 accepted, grpc OK",
                (Func<Task<Outcome>>)(() => CallAsync(bench, isSession ? Bench.Connect : Bench.Validate, pieces)));
        }));
    }

    private static async Task<Outcome> CallAsync(Bench bench, string path, List<byte[]> pieces)
    {
        var call = await bench.Link.BeginAsync(Bench.Fields(path));
        foreach (var piece in pieces) await call.SendAsync(piece);
        await call.SendAsync(ReadOnlyMemory<byte>.Empty, end: true);
        var (acks, accepted) = (0, 0u);
        while (await call.ReceiveAsync() is { } message)
        {
            if (path == Bench.Validate) accepted += BatchResult.Parser.ParseFrom(message).AcceptedPoints;
            else if (ServerMessage.Parser.ParseFrom(message).Ack?.Result.Status == BatchStatus.Accepted) acks++;
        }

        var outcome = await call.Outcome;
        return outcome with { Kind = $"{(path == Bench.Validate ? $"{accepted} accepted" : $"{acks} acks")}, {outcome.Kind}" };
    }

    private static byte[] Session(string agent, Random random)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return
        [
            .. GrpcMessage.Framed(new AgentMessage { Hello = new Hello { AgentId = agent, SessionId = $"{random.NextInt64():x}" } }.ToByteArray()),
            .. Enumerable.Range(1, Batches).SelectMany(i =>
                GrpcMessage.Framed(new AgentMessage { Batch = new MetricBatch { Sequence = (ulong)i, Series = { Bench.GoodSeries(now + i) } } }.ToByteArray())),
        ];
    }

    private static List<byte[]> Split(byte[] body, Random random)
    {
        var cuts = Enumerable.Range(0, random.Next(MostFrames)).Select(_ => random.Next(body.Length + 1)).Append(0).Append(body.Length).Order().ToList();
        return [.. cuts.Zip(cuts.Skip(1), (from, to) => body[from..to])];
    }
}

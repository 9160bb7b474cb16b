using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using CleanLite.Abuse.Http2;
using CleanLite.Abuse.Runs;
using CleanLite.Testing.Http2;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Abuse.Categories;

/// <summary>
/// Floods of frames on one connection. A flood is bounded if the server cuts it within 5 s, or if all of it costs no more than a fifth of a core would do in a
/// minute; and if the server holds no more than 16 MB more for it, before the connection is closed.
/// </summary>
internal sealed class Floods : ICategory
{
    private const int Full = 100_000;
    private const int Triggers = 10_000;
    private const int Streams = 100;
    private const int FramesOfAWrite = 100;
    private const double MemoryAllowance = 16;
    private const double CoreSecondsAllowed = 0.2 * 60;
    private static readonly byte[] Heartbeat = new AgentMessage { Heartbeat = new Heartbeat { SentUnixMs = 1 } }.ToByteArray();
    private static readonly TimeSpan CutWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromSeconds(60);

    public string Name => "flood";

    public string Summary => "100,000 frames of a kind on one connection, 10,000 that make the server reset streams, one stream too many";

    public async Task RunAsync(Attack attack)
    {
        var open = Bench.Fields(Bench.Connect);
        await FloodAsync(attack, "rapid reset", Full, (link, _) => Opened(link, open, id => Frame.Reset(id, ErrorCode.Cancel)));
        await FloodAsync(attack, "rapid reset without a token", Full, (link, _) => Opened(link, Bench.Fields(Bench.Connect, token: null), id => Frame.Reset(id, ErrorCode.Cancel)));
        await FloodAsync(attack, "empty CONTINUATION", Full, (link, i) => i == 0 ? Frame.Of(FrameType.Headers, 0, link.NewCall().Id, Hpack.Encode(open)) : Frame.Of(FrameType.Continuation, 0, 1, []));
        byte[] field = Hpack.Encode([("x-abuse", new string('x', 100))]);
        await FloodAsync(attack, "CONTINUATION with a field", Full, (link, i) => i == 0 ? Frame.Of(FrameType.Headers, 0, link.NewCall().Id, Hpack.Encode(open)) : Frame.Of(FrameType.Continuation, 0, 1, field));
        await FloodAsync(attack, "PING", Full, (_, i) => Frame.Ping((ulong)i));
        await FloodAsync(attack, "PING, answers not read", Full, (_, i) => Frame.Ping((ulong)i), reads: false);
        await FloodAsync(attack, "SETTINGS", Full, (_, _) => Frame.Settings((3, 100)));
        await FloodAsync(attack, "SETTINGS, answers not read", Full, (_, _) => Frame.Settings((3, 100)), reads: false);
        await FloodAsync(attack, "empty DATA", Full, (link, i) => i == 0 ? Frame.Headers(link.NewCall().Id, false, open) : Frame.Data(1, false, []));
        await FloodAsync(attack, "PRIORITY", Full, (_, i) => Frame.Priority(1 + (2 * (i % Streams)), 0));
        await FloodAsync(attack, "windows of one byte", Full, (_, _) => Frame.WindowUpdate(0, 1));
        await FloodAsync(attack, "zero window on 100 streams", Full, WithoutWindow, settings: [(4, 0)]);
        await FloodAsync(attack, "WINDOW_UPDATE of zero", Triggers, (link, _) => Opened(link, open, id => Frame.WindowUpdate(id, 0)));
        await FloodAsync(attack, "window that overflows", Triggers, (link, _) => Opened(link, open, id => Frame.WindowUpdate(id, int.MaxValue)));
        await FloodAsync(attack, "DATA on a half-closed stream", Triggers, (link, _) => Opened(link, open, id => Frame.Data(id, false, [0]), end: true));
        await FloodAsync(attack, "HEADERS on a half-closed stream", Triggers, (link, _) => Opened(link, open, id => Frame.Headers(id, true, open), end: true));
        await FloodAsync(attack, "PRIORITY of a bad length", Triggers, (link, _) => Opened(link, open, id => Frame.Of(FrameType.Priority, 0, id, [0])));
        await FloodAsync(attack, "stream that depends on itself", Triggers, (link, _) => Opened(link, open, id => Frame.Priority(id, (uint)id)));
        await FloodAsync(attack, "content-length that lies", Triggers, (link, _) => Opened(link, [.. open, ("content-length", "1")], id => Frame.Data(id, true, [0, 0])));
        await attack.PlayAsync("one stream too many", "refused, others go on", () => OneTooManyAsync(attack));
    }

    private static byte[] Opened(Link link, IReadOnlyList<(string, string)> fields, Func<int, byte[]> then, bool end = false)
    {
        var id = link.NewCall().Id;
        return [.. Frame.Headers(id, end, fields), .. then(id)];
    }

    // The first frames open sessions; the rest ask for answers for which there is no room.
    private static byte[] WithoutWindow(Link link, int i)
    {
        if (i < Streams)
        {
            var id = link.NewCall().Id;
            return [.. Frame.Headers(id, false, Bench.Fields(Bench.Connect)), .. Frame.Data(id, false, GrpcMessage.Framed(HelloOf(i)))];
        }

        return Frame.Data(1 + (2 * (i % Streams)), false, GrpcMessage.Framed(Heartbeat));
    }

    private static byte[] HelloOf(int i) => new AgentMessage { Hello = new Hello { AgentId = $"windowless-{i}", SessionId = "s" } }.ToByteArray();

    private static async Task FloodAsync(
        Attack attack, string name, int full, Func<Link, int, byte[]> frame, bool reads = true, (ushort Id, uint Value)[]? settings = null)
    {
        await attack.PlayLongAsync(name, "bounded", async () =>
        {
            var count = attack.Of(full);
            var (memory, errors) = (await attack.Server.MemoryAfterCollectionAsync(), attack.Server.Errors.Count);
            await using var link = await Link.DialAsync(attack.Server.GrpcDoor, reads);
            await link.WriteAsync((byte[])[.. Frame.Preface, .. Frame.Settings(settings ?? [(1, 0)])]);
            var (cpu, clock) = (attack.Server.Reading.CpuSeconds, Stopwatch.StartNew());
            var (sent, isCut) = await SendAsync(link, count, frame, clock);
            var (cores, seconds) = (attack.Server.Reading.CpuSeconds - cpu, clock.Elapsed.TotalSeconds);
            var more = await attack.Server.MemoryAfterQuietAsync(memory + MemoryAllowance) - memory;
            var how = link.Ended.IsCompleted ? $" ({await link.Ended})" : "";
            attack.Notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {sent} of {count}, {(isCut ? "cut" : "taken")} after {seconds:0.00} s{how}, {cores:0.00} s of CPU, {more:+0;-0;0} MB, {link.Resets} resets, {attack.Server.Errors.Count - errors} errors in the log"));
            var isCheap = cores <= Math.Max(CoreSecondsAllowed * count / full, 1);
            if (!(isCut && clock.Elapsed < CutWithin + TimeSpan.FromSeconds(4)) && !isCheap) return new Outcome($"{cores:0.0} s of CPU and not cut");
            return more <= MemoryAllowance ? new Outcome("bounded") : new Outcome($"{more:0} MB more");
        });
    }

    private static async Task<(int Sent, bool IsCut)> SendAsync(Link link, int count, Func<Link, int, byte[]> frame, Stopwatch clock)
    {
        var (sent, buffer) = (0, new List<byte>());
        try
        {
            while (sent < count && !link.Ended.IsCompleted && clock.Elapsed < GivenUpAfter)
            {
                buffer.Clear();
                for (var n = 0; n < FramesOfAWrite && sent < count; n++) buffer.AddRange(frame(link, sent++));
                await link.WriteAsync(buffer.ToArray()).WaitAsync(CutWithin);
            }

            // A peer that is not read from finds out by a write that fails.
            if (!link.Ended.IsCompleted) await link.PingAsync().WaitAsync(CutWithin);
        }
        catch (SocketException)
        {
            return (sent, true);
        }
        catch (TimeoutException)
        {
            // The server reads no further: whoever floods is held up, and that costs nothing.
        }

        return (sent, link.Ended.IsCompleted);
    }

    private static async Task<Outcome> OneTooManyAsync(Attack attack)
    {
        await using var link = await Link.ConnectAsync(attack.Server.GrpcDoor);
        var sessions = new List<RawSession>();
        for (var i = 0; i < Streams; i++) sessions.Add(await RawSession.OpenAsync(link, $"crowd-{i}"));
        var refused = await (await RawSession.BeginAsync(link)).Ended;
        if (refused.Kind != "rst RefusedStream") return refused;
        foreach (var session in sessions)
        {
            if (await session.SendBatchAsync(1) is not { } ack || ack.Result.Status != BatchStatus.Accepted) return new Outcome("a session was disturbed");
        }

        return new Outcome("refused, others go on");
    }
}

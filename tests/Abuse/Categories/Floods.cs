using System.Globalization;
using CleanLite.Abuse.Http2;
using CleanLite.Abuse.Runs;
using CleanLite.Testing.Http2;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Abuse.Categories;

/// <summary>
/// Floods of frames on one connection: 100,000 as fast as the server takes them, then as many again evenly over what is left of a minute. A flood is bounded if the
/// server cuts it within 5 s, or if all of it costs no more than a fifth of a core; if the server holds no more than 16 MB more for it, before the connection is
/// closed; and if the neighbour does not feel it.
/// </summary>
internal sealed class Floods : ICategory
{
    private const int Full = 100_000;
    private const int Triggers = 10_000;
    private const int Streams = 100;
    private const int UpdatesOfAHeartbeat = 20;
    private const double MemoryAllowance = 16;
    private const double CoreAllowed = 0.2;
    private const ushort HeaderTableSize = 1;
    private const ushort InitialWindowSize = 4;
    private static readonly byte[] Heartbeat = new AgentMessage { Heartbeat = new Heartbeat { SentUnixMs = 1 } }.ToByteArray();
    private static readonly TimeSpan CutWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(1);

    public string Name => "flood";

    public string Summary => "100,000 frames of a kind on one connection, 10,000 that make the server reset streams, and on for a minute; one stream too many";

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
        await FloodAsync(attack, "WINDOW_UPDATE of one byte", Full, (_, _) => Frame.WindowUpdate(0, 1));
        await FloodAsync(attack, "windows of one byte on 100 streams", Full, ByteByByte, settings: (InitialWindowSize, 1));
        await FloodAsync(attack, "zero window on 100 streams", Full, WithoutWindow, settings: (InitialWindowSize, 0));
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
    private static byte[] WithoutWindow(Link link, int i) => i < Streams ? Session(link, $"windowless-{i}") : HeartbeatOn(i);

    // The same, but there is always room for one byte more of what was asked for.
    private static byte[] ByteByByte(Link link, int i) =>
        i < Streams ? Session(link, $"bytewise-{i}") : i / Streams % UpdatesOfAHeartbeat == 0 ? HeartbeatOn(i) : Frame.WindowUpdate(StreamOf(i), 1);

    private static byte[] Session(Link link, string agent)
    {
        var id = link.NewCall().Id;
        var hello = new AgentMessage { Hello = new Hello { AgentId = agent, SessionId = "s" } }.ToByteArray();
        return [.. Frame.Headers(id, false, Bench.Fields(Bench.Connect)), .. Frame.Data(id, false, GrpcMessage.Framed(hello))];
    }

    private static byte[] HeartbeatOn(int i) => Frame.Data(StreamOf(i), false, GrpcMessage.Framed(Heartbeat));

    private static int StreamOf(int i) => 1 + (2 * (i % Streams));

    private static Task FloodAsync(Attack attack, string name, int full, Func<Link, int, byte[]> frame, bool reads = true, params (ushort Id, uint Value)[] settings) =>
        attack.PlayLongAsync(name, "bounded", async () =>
        {
            var (memory, seen) = (await attack.Server.MemoryAfterCollectionAsync(), attack.Neighbour?.Seen ?? 0);
            await using var link = await Link.DialAsync(attack.Server.GrpcDoor, reads);
            await link.WriteAsync((byte[])[.. Frame.Preface, .. Frame.Settings([(HeaderTableSize, 0), .. settings])]);
            var flood = new Flood(link, frame, attack.Server);
            await flood.RunAsync(attack.Of(full), attack.Of(Lasting));
            var held = await attack.Server.MemoryAfterQuietAsync(memory, MemoryAllowance);
            var (rss, heap) = (held.Rss - memory.Rss, held.Heap - memory.Heap);
            var late = (attack.Neighbour?.DelaysFrom(seen) ?? default).MissAgainst(attack.Quiet);
            attack.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {flood}; {rss:+0;-0;0} MB resident, {heap:+0;-0;0} MB of heap"));
            return !(flood.CutAfter <= CutWithin) && flood.Cores > CoreAllowed ? new Outcome($"{flood.Cores * 100:0} % of a core and not cut")
                : rss > MemoryAllowance || heap > MemoryAllowance ? new Outcome($"{rss:0} MB more resident, {heap:0} MB of heap")
                : late is not null ? new Outcome(late)
                : new Outcome("bounded");
        });

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

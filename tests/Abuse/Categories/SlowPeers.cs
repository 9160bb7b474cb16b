using System.Diagnostics;
using System.Net;
using System.Text;
using CleanLite.Abuse.Http2;
using CleanLite.Abuse.Runs;
using CleanLite.Abuse.Servers;
using CleanLite.Abuse.WebSockets;
using CleanLite.Testing.Http2;

namespace CleanLite.Abuse.Categories;

/// <summary>Connections that send a byte a second, or nothing where something is due: all are cut, and soon.</summary>
internal sealed class SlowPeers : ICategory
{
    private const int Full = 200;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    // The longest patience, that with headers, is 10 s; timers of the server tick once a second.
    private static readonly TimeSpan CutWithin = TimeSpan.FromSeconds(15);

    public string Name => "slow";

    public string Summary => "200 connections at once that send headers, a body, HTTP/2 headers at a byte a second, nothing, half a preface, no Hello, or a body without a token";

    public Task RunAsync(Attack attack) => Task.WhenAll(Enumerable.Range(0, attack.Of(Full)).Select(i => (i % 8) switch
    {
        0 => attack.PlayLongAsync("headers at a byte a second", "cut", () => DribbleAsync(attack, "GET /live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", 'x')),
        1 => attack.PlayLongAsync("a body at a byte a second", "cut", () => DribbleAsync(
            attack, $"POST /api/v1/ingest HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {AbuseServer.AgentToken}\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{{", ' ')),
        2 => attack.PlayLongAsync("HTTP/2 headers at a byte a second", "cut", () => ContinueAsync(attack)),
        3 => attack.PlayLongAsync("no Hello", "grpc InvalidArgument", () => NoHelloAsync(attack)),
        4 => attack.PlayLongAsync("nothing to the agents' port", "cut", () => MuteAsync(attack.Server.GrpcDoor, [])),
        5 => attack.PlayLongAsync("nothing to the people's port", "cut", () => MuteAsync(attack.Server.HttpDoor, [])),
        6 => attack.PlayLongAsync("half a preface", "cut", () => MuteAsync(attack.Server.GrpcDoor, Frame.Preface[..20])),
        _ => attack.PlayAsync("a body without a token", "grpc Unauthenticated", () => UnknownAsync(attack)),
    }));

    private static async Task<Outcome> DribbleAsync(Attack attack, string start, char drop)
    {
        using var raw = await RawSocket.DialAsync(attack.Server.HttpDoor);
        await raw.SendAsync(Encoding.ASCII.GetBytes(start));
        var answer = raw.ReadHeadAsync();
        return await UntilAsync(answer, () => raw.SendAsync(new[] { (byte)drop }).AsTask()) && (await answer).Status is 0 or 400 or 408
            ? new Outcome("cut", (await answer).Head)
            : new Outcome("still there");
    }

    private static async Task<Outcome> MuteAsync(IPEndPoint door, byte[] start)
    {
        using var raw = await RawSocket.DialAsync(door);
        await raw.SendAsync(start);
        var answer = raw.ReadHeadAsync();
        await Task.WhenAny(answer, Task.Delay(CutWithin));
        return answer.IsCompleted ? new Outcome("cut") : new Outcome("still there");
    }

    private static async Task<Outcome> ContinueAsync(Attack attack)
    {
        await using var link = await Link.ConnectAsync(attack.Server.GrpcDoor);
        await link.WriteAsync(Frame.Of(FrameType.Headers, 0, link.NewCall().Id, []));
        var block = Hpack.Encode(Bench.Fields(Bench.Connect));
        var sent = 0;
        return await UntilAsync(link.Ended, () => link.WriteAsync(Frame.Of(FrameType.Continuation, 0, 1, [block[sent++ % block.Length]]))) ? new Outcome("cut") : new Outcome("still there");
    }

    private static async Task<Outcome> NoHelloAsync(Attack attack)
    {
        await using var link = await Link.ConnectAsync(attack.Server.GrpcDoor);
        return await (await RawSession.BeginAsync(link)).Ended.WaitAsync(CutWithin);
    }

    // As much as the window of a stream lets through, and more to come.
    private static async Task<Outcome> UnknownAsync(Attack attack)
    {
        await using var link = await Link.ConnectAsync(attack.Server.GrpcDoor);
        var call = await link.BeginAsync(Bench.Fields(Bench.Connect, token: null));
        for (var i = 0; i < 12; i++) await call.SendAsync(new byte[16_000]);
        return await call.Outcome;
    }

    /// <summary>True if <paramref name="end"/> came in time, while something is sent every second.</summary>
    private static async Task<bool> UntilAsync(Task end, Func<Task> send)
    {
        try
        {
            for (var clock = Stopwatch.StartNew(); !end.IsCompleted && clock.Elapsed < CutWithin;)
            {
                await Task.WhenAny(end, Task.Delay(Pace));
                if (!end.IsCompleted) await send();
            }
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await Task.WhenAny(end, Task.Delay(Pace));
        }

        return end.IsCompleted;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CleanLite.Abuse.Http2;
using CleanLite.Abuse.Runs;
using CleanLite.Abuse.Servers;
using CleanLite.Abuse.WebSockets;
using CleanLite.Testing.Http2;

namespace CleanLite.Abuse.Categories;

/// <summary>Connections that send a byte a second, or nothing where something is due: all are cut, and soon. Those that read a byte a second are borne.</summary>
internal sealed class SlowPeers : ICategory
{
    private const int Full = 1_000;
    private const int SmallBuffer = 4 * 1024;
    private const int RequestsOfASlowReader = 200;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    // The longest patience, that with headers, is 10 s; timers of the server tick once a second.
    private static readonly TimeSpan CutWithin = TimeSpan.FromSeconds(15);

    public string Name => "slow";

    public string Summary => "1,000 connections at once: headers, a body, a WebSocket's handshake, HTTP/2 headers at a byte a second; answers read at a byte a second; nothing, half a preface, no Hello, no token";

    public Task RunAsync(Attack attack) => Task.WhenAll(Enumerable.Range(0, attack.Of(Full)).Select(i => (i % 10) switch
    {
        0 => attack.PlayLongAsync("headers at a byte a second", "cut", () => DribbleAsync(attack, "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", 'x')),
        1 => attack.PlayLongAsync("a body at a byte a second", "cut", () => DribbleAsync(
            attack, $"POST /api/v1/ingest HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {AbuseServer.AgentToken}\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{{", ' ')),
        2 => attack.PlayLongAsync("HTTP/2 headers at a byte a second", "cut", () => ContinueAsync(attack)),
        3 => attack.PlayLongAsync("no Hello", "grpc InvalidArgument", () => NoHelloAsync(attack)),
        4 => attack.PlayLongAsync("nothing to the agents' port", "cut", () => MuteAsync(attack.Server.GrpcDoor, [])),
        5 => attack.PlayLongAsync("nothing to the people's port", "cut", () => MuteAsync(attack.Server.HttpDoor, [])),
        6 => attack.PlayLongAsync("half a preface", "cut", () => MuteAsync(attack.Server.GrpcDoor, Frame.Preface[..20])),
        7 => attack.PlayLongAsync("a WebSocket's handshake at a byte a second", "cut", () => DribbleAsync(
            attack, "GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nX-Slow: ", 'x')),
        8 => attack.PlayLongAsync("answers read at a byte a second", "held|cut", () => SipAsync(attack)),
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

    // Kestrel asks for 240 bytes a second of all that it has written, which for what lies in the kernel's buffers already is minutes: what counts is that they harm nobody.
    private static async Task<Outcome> SipAsync(Attack attack)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = SmallBuffer };
        await socket.ConnectAsync(attack.Server.HttpDoor);
        await socket.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /openapi/v1.json HTTP/1.1\r\nHost: localhost\r\n\r\n", RequestsOfASlowReader))));
        var sip = new byte[1];
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < CutWithin; await Task.Delay(Pace))
        {
            if (await socket.ReceiveAsync(sip) == 0) return new Outcome("cut");
        }

        return new Outcome("held");
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
        catch (Exception e) when (e is IOException or SocketException)
        {
            await Task.WhenAny(end, Task.Delay(Pace));
        }

        return end.IsCompleted;
    }
}

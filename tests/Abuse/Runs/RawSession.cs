using CleanLite.Abuse.Http2;
using CleanLite.Abuse.Servers;
using CleanLite.Testing.Http2;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Abuse.Runs;

/// <summary>An agent's session as a stream of a <see cref="Link"/>, which keeps the contract only as far as it is told to.</summary>
internal sealed class RawSession(Call call)
{
    private long _timestamp;

    public Task<Outcome> Ended => call.Outcome;

    /// <summary>Opens a stream, says Hello, and waits for Welcome.</summary>
    /// <exception cref="IOException">There was none.</exception>
    public static async Task<RawSession> OpenAsync(Link link, string agent)
    {
        var raw = await BeginAsync(link);
        await raw.SendAsync(new AgentMessage { Hello = new Hello { AgentId = agent, SessionId = Guid.NewGuid().ToString("N") } });
        return await raw.ReceiveAsync() is { Welcome: not null } ? raw : throw new IOException($"{agent} was not welcomed.");
    }

    /// <summary>Opens a stream and says nothing.</summary>
    public static async Task<RawSession> BeginAsync(Link link, string? token = AbuseServer.AgentToken)
    {
        var call = await link.BeginAsync(Bench.Fields(Bench.Connect, token));
        return new RawSession(call);
    }

    public Task SendAsync(AgentMessage message) => call.SendAsync(GrpcMessage.Framed(message.ToByteArray()));

    /// <summary>The next message; null when there will be none.</summary>
    public async Task<ServerMessage?> ReceiveAsync() => await call.ReceiveAsync() is { } bytes ? ServerMessage.Parser.ParseFrom(bytes) : null;

    /// <summary>Sends a batch of one good point and waits for its answer; null: the stream ended.</summary>
    public async Task<Ack?> SendBatchAsync(ulong sequence)
    {
        _timestamp = Math.Max(_timestamp + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        await SendAsync(new AgentMessage { Batch = new MetricBatch { Sequence = sequence, Series = { Bench.GoodSeries(_timestamp) } } });
        while (await ReceiveAsync() is { } message)
        {
            if (message.Ack is not null) return message.Ack;
        }

        return null;
    }

    /// <summary>The agent's half-close.</summary>
    public async Task<Outcome> CloseAsync()
    {
        await call.SendAsync(ReadOnlyMemory<byte>.Empty, end: true);
        return await Ended;
    }
}

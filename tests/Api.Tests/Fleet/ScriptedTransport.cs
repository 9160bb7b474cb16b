using System.Threading.Channels;
using CleanLite.Api.Fleet;
using CleanLite.Api.Ingest;
using CleanLite.Application.Ingest;
using CleanLite.Application.Security;
using CleanLite.V1;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>A stream within the process: the real session, without a network.</summary>
internal sealed class ScriptedTransport : IAgentTransport
{
    private static readonly BatchDecoder Decoder = new(new IngestOptions());

    private readonly Channel<InboundMessage> _in = Channel.CreateUnbounded<InboundMessage>();
    private readonly Channel<ServerMessage> _out = Channel.CreateUnbounded<ServerMessage>();
    private int _reads;
    private int _writes;

    public string Name => "scripted";

    /// <summary>How many messages the session has asked for.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How many messages the session has begun to write.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Called before a message reaches the session, with its place among all; the one before it has been dealt with.</summary>
    public Action<int>? Arriving { get; set; }

    /// <summary>While this is unfinished the agent reads nothing.</summary>
    public Task Reading { get; set; } = Task.CompletedTask;

    /// <summary>Starts a session over this transport.</summary>
    public Task<SessionEnd> Start(TestServer server, CancellationToken gone = default) =>
        server.Services.GetRequiredService<AgentSessions>().RunAsync(
            this, server.Services.GetRequiredService<ICredentials>().AnonymousOf(Audience.Agent)!, gone);

    public void Send(byte[] message) => _in.Writer.TryWrite(Decoder.ReadMessage(message)).ShouldBeTrue();

    public void Send(AgentMessage message) => Send(message.ToByteArray());

    public void SendHello(string agent = "agent-1", string session = "s1") =>
        Send(new AgentMessage { Hello = new Hello { AgentId = agent, SessionId = session } });

    public void SendBatch(ulong sequence, params TimeSeries[] series) =>
        Send(new AgentMessage { Batch = new MetricBatch { Sequence = sequence, Series = { series } } });

    public void HalfClose() => _in.Writer.Complete();

    public void Break() => _in.Writer.Complete(new IOException("The connection was reset."));

    public async Task<ServerMessage> NextAsync() => await _out.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Patience);

    /// <summary>What the server has said and nobody read yet.</summary>
    public List<ServerMessage> Rest()
    {
        var rest = new List<ServerMessage>();
        while (_out.Reader.TryRead(out var message)) rest.Add(message);
        return rest;
    }

    public async ValueTask<InboundMessage?> ReadAsync(CancellationToken cancellation)
    {
        var place = Interlocked.Increment(ref _reads) - 1;
        var any = await _in.Reader.WaitToReadAsync(cancellation);
        if (any) Arriving?.Invoke(place);
        return any && _in.Reader.TryRead(out var message) ? message : null;
    }

    public async ValueTask WriteAsync(ServerMessage message, bool more, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _writes);
        await Reading.WaitAsync(cancellation);
        _out.Writer.TryWrite(message);
    }
}

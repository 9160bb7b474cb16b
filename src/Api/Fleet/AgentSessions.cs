using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.Operations;
using CleanLite.Application.Security;
using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Fleet;
using CleanLite.Infrastructure.Security;
using CleanLite.V1;
using MediatR;

namespace CleanLite.Api.Fleet;

/// <summary>Starts sessions, with what all of them share, and asks every agent to come back later when the server stops.</summary>
internal sealed class AgentSessions(
    ISender sender,
    IAgentRegistry agents,
    IPushDesk pushes,
    IAgentMessages messages,
    SessionMetrics metrics,
    SecurityMetrics refusals,
    StreamLimit streams,
    IOperationsRecorder operations,
    IRequestTracker requests,
    FleetOptions fleet,
    IngestOptions ingest,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    /// <summary>What a credential is told that speaks for an agent not its own.</summary>
    public const string ForeignAgent = "The token is not for this agent.";

    // Agents told to come back all at once would.
    private const int MinReconnectMs = 1_000;
    private const int MaxReconnectMs = 5_000;

    public ISender Sender => sender;

    public IAgentRegistry Agents => agents;

    public IPushDesk Pushes => pushes;

    public IAgentMessages Messages => messages;

    public IOperationsRecorder Operations => operations;

    public FleetOptions Fleet => fleet;

    public IngestOptions Ingest => ingest;

    public TimeProvider Time => time;

    public SecurityMetrics Refusals => refusals;

    /// <summary>Runs a session over <paramref name="transport"/> until either side ends it.</summary>
    /// <param name="transport">The stream.</param>
    /// <param name="credential">What the agent proved to hold; the session ends with it.</param>
    /// <param name="gone">Fires when the stream is lost.</param>
    public async Task<SessionEnd> RunAsync(IAgentTransport transport, Credential credential, CancellationToken gone)
    {
        var outbox = new AgentOutbox<ServerMessage>(transport.Name, fleet.MaxPendingReplies, SessionMessages.Goodbye)
        {
            MeasureRoundTrip = transport.MeasureRoundTrip,
            PushMessage = PushMessages.Push,
        };
        await using var owned = outbox.ConfigureAwait(false);
        using var request = requests.Begin($"{transport.Name}/Connect");
        var session = new AgentSession(this, transport, credential, outbox, request);
        var entered = streams.TryEnter(transport.Address);
        if (!entered) outbox.End(GoodbyeReason.Limit, $"There are {fleet.MaxStreamsPerAddress} streams from this address, as many as there may be.");
        try
        {
            await using var expiry = credential.Ended.Register(() => outbox.End(GoodbyeReason.Unauthorized, "The credentials are no longer valid.")).ConfigureAwait(false);
            await using var draining = lifetime.ApplicationStopping.Register(() => Drain(outbox)).ConfigureAwait(false);
            var end = await session.RunAsync(gone).ConfigureAwait(false);
            if (end.Farewell is { } farewell) metrics.Ended(farewell.Reason);
            return end;
        }
        finally
        {
            if (entered) streams.Leave(transport.Address);
        }
    }

    private static void Drain(AgentOutbox<ServerMessage> outbox)
    {
        var reconnectAfterMs = Random.Shared.Next(MinReconnectMs, MaxReconnectMs + 1);
        outbox.End(GoodbyeReason.Drain, $"The server is stopping; come back in {reconnectAfterMs} ms.", reconnectAfterMs);
    }
}

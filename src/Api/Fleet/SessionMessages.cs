using CleanLite.Api.Ingest;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Fleet;
using CleanLite.V1;

namespace CleanLite.Api.Fleet;

/// <summary>What the server says in a session, as messages.</summary>
internal static class SessionMessages
{
    public static ServerMessage Welcome(ConnectOutcome.Connected connected, Domain.Fleet.AgentConfig? config, AgentSessions server) => new()
    {
        Welcome = new Welcome
        {
            ConnectionId = connected.Connection.Id,
            LastSequence = connected.LastSequence,
            Limits = LimitsOf(server.Ingest),
            HeartbeatIntervalMs = (uint)server.Fleet.HeartbeatIntervalMs,
            DeadAfterMs = (uint)server.Fleet.DeadAfterMs,
            ServerTimeUnixMs = server.Time.GetUtcNow().ToUnixTimeMilliseconds(),
            ProtocolVersion = HelloRules.ProtocolVersion,
            Takeover = connected.Takeover,
            Config = config?.ToMessage(),
        },
    };

    public static ServerMessage Ack(ulong sequence, IngestBatchAnswer answer) => new()
    {
        Ack = new Ack { Sequence = sequence, LastSequence = answer.LastSequence, Result = answer.Result!.ToMessage() },
    };

    public static ServerMessage HeartbeatReply(Heartbeat heartbeat, TimeProvider time) => new()
    {
        Heartbeat = new HeartbeatReply
        {
            EchoUnixMs = heartbeat.SentUnixMs,
            ReceivedUnixMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
        },
    };

    public static ServerMessage Goodbye(AgentFarewell farewell) => new()
    {
        Goodbye = new Goodbye
        {
            Reason = (Goodbye.Types.Reason)farewell.Reason,
            Detail = farewell.Detail,
            ReconnectAfterMs = (uint)farewell.ReconnectAfterMs,
        },
    };

    public static AgentHeartbeat Counts(this Heartbeat heartbeat) => new(
        heartbeat.SentUnixMs, heartbeat.PointsProduced, heartbeat.PointsAcknowledged, heartbeat.PointsShed, heartbeat.PointsBuffered);

    private static Limits LimitsOf(IngestOptions ingest) => new()
    {
        MaxBatchBytes = (uint)ingest.MaxBatchBytes,
        MaxSeriesPerBatch = (uint)ingest.MaxSeriesPerBatch,
        MaxPointsPerBatch = (uint)ingest.MaxPointsPerBatch,
        MaxLabelsPerSeries = (uint)ingest.MaxLabelsPerSeries,
        MaxUnacknowledgedBatches = (uint)ingest.MaxUnacknowledgedBatches,
    };
}

using CleanLite.V1;

namespace CleanLite.Agent.Session;

/// <summary>What outlives a single link: the options, the session's id, what waits to be sent, and the counters.</summary>
internal sealed class AgentSession(AgentOptions options)
{
    private const long NotMeasured = -1;

    private long _roundTripTicks = NotMeasured;

    public AgentOptions Options { get; } = options;

    public TimeProvider Time => Options.TimeProvider;

    /// <summary>Sequence numbers count within it; new at each start.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public BatchBuffer Buffer { get; } = new(options.MaxBufferedBatches, options.MaxBufferedPoints);

    public Outbox Outbox { get; } = new(options.MaxQueuedMessages);

    /// <summary>Raised when there may be something to send.</summary>
    public Signal Work { get; } = new();

    public RefusalReport Refusals { get; } = new(options.Logger, options.TimeProvider);

    public PushDesk Pushes { get; } = new(options.PushHandler);

    public TimeSpan? RoundTrip
    {
        get => Interlocked.Read(ref _roundTripTicks) is var ticks and not NotMeasured ? TimeSpan.FromTicks(ticks) : null;
        set => Interlocked.Exchange(ref _roundTripTicks, value?.Ticks ?? NotMeasured);
    }

    public Hello Hello() => new()
    {
        AgentId = Options.AgentId,
        SessionId = Id,
        AgentVersion = Options.AgentVersion,
        Hostname = Options.Hostname,
        Labels = { Options.Labels.ToDictionary() },
        Capabilities = { Pushes.Capabilities },
        ProtocolVersion = 1,
        ConfigHash = Pushes.ConfigHash,
        ReportIntervalMs = (uint)(Pushes.ReportInterval ?? Options.ReportInterval).TotalMilliseconds,
    };

    public Heartbeat Heartbeat(DateTimeOffset sent)
    {
        var counts = Buffer.Counts;
        return new()
        {
            SentUnixMs = sent.ToUnixTimeMilliseconds(),
            PointsProduced = (ulong)(counts.Produced - counts.Apart),
            PointsAcknowledged = (ulong)(counts.Acknowledged - counts.Apart),
            PointsShed = (ulong)counts.Shed,
            PointsBuffered = (ulong)counts.Buffered,
        };
    }
}

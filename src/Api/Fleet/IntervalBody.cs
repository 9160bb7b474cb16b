namespace CleanLite.Api.Fleet;

/// <summary>What POST of an interval takes.</summary>
internal sealed record IntervalBody
{
    public long IntervalMs { get; init; }

    public long LeaseMs { get; init; }

    public long? ExpiresInMs { get; init; }
}

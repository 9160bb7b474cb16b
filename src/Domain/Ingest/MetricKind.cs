namespace CleanLite.Domain.Ingest;

/// <summary>How the values of a series are to be read; the numbers are those of the wire (agent.proto).</summary>
public enum MetricKind
{
    /// <summary>The agent did not say.</summary>
    Unspecified = 0,

    /// <summary>A value of its instant.</summary>
    Gauge = 1,

    /// <summary>A cumulative count; a fall means that it started anew.</summary>
    Counter = 2,
}

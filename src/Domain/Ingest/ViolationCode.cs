namespace CleanLite.Domain.Ingest;

/// <summary>Why a series or a batch was refused; names and numbers are those of the wire (agent.proto, <c>Violation.Code</c>).</summary>
public enum ViolationCode
{
    /// <summary>No reason given; never sent.</summary>
    Unspecified = 0,

    /// <summary>Not as many values as timestamps.</summary>
    LengthMismatch = 1,

    /// <summary>Timestamps not strictly increasing.</summary>
    NotIncreasing = 2,

    /// <summary>A series without points.</summary>
    EmptySeries = 3,

    /// <summary>The metric name breaks the rule of <see cref="MetricName"/>.</summary>
    BadMetricName = 4,

    /// <summary>A label name or value is empty, too long or doubled.</summary>
    BadLabel = 5,

    /// <summary>A value is NaN or infinite.</summary>
    NotFinite = 6,

    /// <summary>A timestamp is older than allowed.</summary>
    TooOld = 7,

    /// <summary>A timestamp lies further ahead than allowed.</summary>
    TooFarInFuture = 8,

    /// <summary>The batch has more series than allowed.</summary>
    TooManySeries = 9,

    /// <summary>The batch has more points than allowed.</summary>
    TooManyPoints = 10,

    /// <summary>The series has more labels than allowed.</summary>
    TooManyLabels = 11,

    /// <summary>The agent's or the server's cap on live series is reached.</summary>
    SeriesLimit = 12,

    /// <summary>The sequence number is 0, absurd, or leaves a hole that was not announced.</summary>
    BadSequence = 13,

    /// <summary>Invalid UTF-8 or control characters.</summary>
    BadText = 14,

    /// <summary>The batch has no series.</summary>
    EmptyBatch = 15,
}

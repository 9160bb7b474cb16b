namespace CleanLite.Domain.Ingest;

/// <summary>One series of a <see cref="BatchColumns"/>: where its points lie in the columns, and what names it.</summary>
/// <remarks>A mutable struct in an array, filled step by step on the hot path; one instance per series would cost more than the checks.</remarks>
public struct SeriesColumn
{
    /// <summary>Where its timestamps start in <see cref="BatchColumns.Timestamps"/>.</summary>
    public int TimestampStart { get; set; }

    /// <summary>How many timestamps it has.</summary>
    public int TimestampCount { get; set; }

    /// <summary>Where its values start in <see cref="BatchColumns.Values"/>.</summary>
    public int ValueStart { get; set; }

    /// <summary>How many values it has.</summary>
    public int ValueCount { get; set; }

    /// <summary>Where its fingerprint lies in the batch's fingerprint bytes.</summary>
    public int FingerprintStart { get; set; }

    /// <summary>The length of its fingerprint in bytes.</summary>
    public int FingerprintLength { get; set; }

    /// <summary>The series, if the server knows it.</summary>
    public Series? Known { get; set; }

    /// <summary>What the agent says of it, if the server does not know it yet and its description passed the rules.</summary>
    public SeriesDefinition? Definition { get; set; }

    /// <summary>Why it is refused, or null.</summary>
    public Violation? Refusal { get; set; }

    /// <summary>How many points it held: the longer of its two columns, should they differ.</summary>
    public readonly int Points => Math.Max(TimestampCount, ValueCount);
}

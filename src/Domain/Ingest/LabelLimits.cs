namespace CleanLite.Domain.Ingest;

/// <summary>How many labels a series may carry, and how long they may be, in characters.</summary>
public readonly record struct LabelLimits(int MaxCount, int MaxNameLength, int MaxValueLength)
{
    /// <summary>The limits in force unless the settings say otherwise: 64 labels, names of 128 and values of 1,024 characters.</summary>
    public static LabelLimits Default => new(64, 128, 1024);
}

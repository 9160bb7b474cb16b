namespace CleanLite.Domain.Ingest;

/// <summary>The newest accepted point of a series.</summary>
/// <param name="Timestamp">Unix milliseconds.</param>
/// <param name="Value">Finite.</param>
public readonly record struct NewestPoint(long Timestamp, double Value)
{
    /// <summary>Before any point: everything is newer.</summary>
    public static NewestPoint None => new(long.MinValue, 0);

    /// <summary>How a further point of the series stands to this one.</summary>
    public PointVerdict Judge(long timestamp, double value) =>
        timestamp > Timestamp ? PointVerdict.New
        : timestamp == Timestamp && BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(Value) ? PointVerdict.Duplicate
        : PointVerdict.Late;
}

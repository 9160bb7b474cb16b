namespace CleanLite.Api.Ingest;

/// <summary>The tags of <c>TimeSeries</c> and of an entry of its labels (agent.proto): field number times 8 plus wire type.</summary>
internal static class TimeSeriesTags
{
    public const uint Metric = (1 << 3) | 2;
    public const uint Labels = (2 << 3) | 2;
    public const uint TimestampsPacked = (3 << 3) | 2;
    public const uint Timestamp = 3 << 3;
    public const uint ValuesPacked = (4 << 3) | 2;
    public const uint Value = (4 << 3) | 1;
    public const uint Unit = (5 << 3) | 2;
    public const uint Kind = 6 << 3;

    public const uint EntryName = (1 << 3) | 2;
    public const uint EntryValue = (2 << 3) | 2;
}

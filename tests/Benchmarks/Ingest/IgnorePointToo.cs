namespace CleanLite.Benchmarks.Ingest;

/// <summary>The second handler.</summary>
internal sealed class IgnorePointToo : IgnorePoint;

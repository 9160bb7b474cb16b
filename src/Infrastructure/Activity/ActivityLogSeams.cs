namespace CleanLite.Infrastructure.Activity;

/// <summary>Where tests get hold of the disk.</summary>
internal sealed record ActivityLogSeams
{
    public static ActivityLogSeams None { get; } = new();

    /// <summary>A size that the file may not exceed, in pages of 4 KiB, asked for whenever it is opened; 0: none.</summary>
    public Func<int>? MaxPages { get; init; }

    /// <summary>Free and total bytes of the volume, in place of asking it.</summary>
    public Func<(long Free, long Total)>? MeasureSpace { get; init; }
}

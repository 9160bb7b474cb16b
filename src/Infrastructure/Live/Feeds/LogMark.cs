namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>A place in a frame log where one frame ends and the next begins. Immutable: the end of a log is swapped whole.</summary>
/// <param name="Position">Bytes of frames before it since the log began.</param>
/// <param name="Offset">The offset of the feed up to which everything that the filter wants lies before it.</param>
/// <param name="Matched">How many items that the filter wants lie before it, since the log began.</param>
/// <param name="Stamp">When the oldest item of the last flush came in, a <see cref="TimeProvider"/> timestamp; 0 if unknown.</param>
internal sealed record LogMark(long Position, long Offset, long Matched, long Stamp = 0)
{
    /// <summary>In a log of points, the names of all live series: what compact frames after the mark use without announcing it themselves.</summary>
    public SeriesNames Names { get; init; } = SeriesNames.Empty;
}

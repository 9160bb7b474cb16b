using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>
/// Sends the newest point of every series that changed in a stretch of the stream, in pages. As a snapshot the stretch begins at the beginning;
/// for a slow viewer it is what it missed. All pages but the last carry the old offset, so that a viewer cut in the middle resumes from before.
/// </summary>
internal abstract class StatePages(MetricFeed feed, SeriesFilter filter, PointWriter writer, long after, long upTo)
{
    private readonly StateScan _scan = new(feed, filter, after, upTo);

    protected PointWriter Writer => writer;

    protected long After => after;

    protected long UpTo => upTo;

    /// <summary>Writes the next page; true if it was the last.</summary>
    public bool WriteNext(FrameBuffer buffer)
    {
        var page = PointPage.Rent();
        try
        {
            var filled = page.AsSpan(0, _scan.Next(page.AsSpan(0, PointPage.MaxPoints)));
            var fitting = writer.CountFitting(filled);
            if (fitting < filled.Length) _scan.ReturnTo(filled[fitting].Series);
            var last = _scan.IsDone && fitting == filled.Length;
            Write(buffer, filled[..fitting], last);
            return last;
        }
        finally
        {
            PointPage.Return(page);
        }
    }

    protected abstract void Write(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points, bool last);
}

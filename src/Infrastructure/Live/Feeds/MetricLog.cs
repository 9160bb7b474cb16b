using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>The frames of the metrics channel for one filter.</summary>
internal sealed class MetricLog(SeriesFilter filter, long offset, int retainBytes) : IFeedLog
{
    public FrameLog Frames { get; } = new(offset, retainBytes);

    public SeriesFilter Filter => filter;

    public SeriesAnswers Answers { get; } = new(filter);
}

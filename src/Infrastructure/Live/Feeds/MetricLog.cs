using CleanLite.Application.Live;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>The frames of the metrics channel for one filter in one encoding.</summary>
internal sealed class MetricLog(SeriesFilter filter, LiveEncoding encoding, long offset, int retainBytes, SeriesNames names) : IFeedLog
{
    public FrameLog Frames { get; } = new(offset, retainBytes, names);

    public SeriesFilter Filter => filter;

    public LiveEncoding Encoding => encoding;

    /// <summary>The same for all that share a log.</summary>
    public string Key { get; } = KeyOf(filter, encoding);

    public static string KeyOf(SeriesFilter filter, LiveEncoding encoding) => $"{encoding}\u0001{filter.Key}";

    public SeriesAnswers Answers { get; } = new(filter);
}

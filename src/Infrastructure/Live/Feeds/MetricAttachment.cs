namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>A viewer's hold on a log.</summary>
/// <param name="Log">The log.</param>
/// <param name="Start">Its end at that moment: everything after it reaches the viewer through the log.</param>
internal readonly record struct MetricAttachment(MetricLog Log, LogMark Start);

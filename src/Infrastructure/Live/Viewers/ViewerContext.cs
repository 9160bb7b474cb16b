using CleanLite.Application.Activity;
using CleanLite.Application.Live;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>What all viewers share.</summary>
internal sealed class ViewerContext(
    FeedReaders feeds, IEnumerable<ILiveCall> calls, LiveOptions options, LiveMetrics metrics, LiveLog log, SystemEvents events, TimeProvider time)
{
    public FeedReaders Feeds => feeds;

    public IReadOnlyDictionary<string, ILiveCall> Calls { get; } = calls.ToDictionary(c => c.Method, StringComparer.Ordinal);

    public LiveOptions Options => options;

    public LiveMetrics Metrics => metrics;

    public LiveLog Log => log;

    public SystemEvents Events => events;

    public TimeProvider Time => time;
}

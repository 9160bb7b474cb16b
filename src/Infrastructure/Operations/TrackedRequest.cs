using CleanLite.Application.Operations;

namespace CleanLite.Infrastructure.Operations;

/// <summary>A request that the server serves.</summary>
internal sealed class TrackedRequest(RequestTracker tracker, long number, string channel, long startedUnixMs, long startedAt) : ITrackedRequest
{
    private volatile Tuple<string, string> _whose = Tuple.Create("", "");
    private int _ended;

    public long Number { get; } = number;

    public void Identify(string agent, string session) => _whose = Tuple.Create(agent, session);

    public ActiveRequest Describe(TimeProvider time, long now) =>
        new($"r-{Number}", _whose.Item2, channel, _whose.Item1, startedUnixMs, time.GetElapsedTime(startedAt, now));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0) tracker.End(this);
    }
}

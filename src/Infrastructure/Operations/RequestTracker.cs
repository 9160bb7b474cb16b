using System.Collections.Concurrent;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Operations;

/// <summary>
/// What is in flight. The server's own requests end with their scope; those that agents reported end when they say so, or when the agent goes, or when
/// they are the oldest of too many.
/// </summary>
internal sealed class RequestTracker(OperationsOptions options, OperationsMetrics metrics, TimeProvider time) : IRequestTracker
{
    private readonly ConcurrentDictionary<long, TrackedRequest> _own = new();
    private readonly Lock _sync = new();
    private readonly Dictionary<AgentId, List<ReportedRequest>> _reported = [];
    private long _numbers;
    private int _ownCount;
    private int _reportedCount;

    public int Count => Volatile.Read(ref _ownCount) + Volatile.Read(ref _reportedCount);

    public ITrackedRequest Begin(string channel)
    {
        var number = Interlocked.Increment(ref _numbers);
        var request = new TrackedRequest(this, number, channel, time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());
        if (Interlocked.Increment(ref _ownCount) <= options.MaxActiveRequests) _own[number] = request;
        else metrics.RequestUnlisted();
        return request;
    }

    public void Started(AgentId agent, string requestId, string session, string channel)
    {
        var request = new ReportedRequest(requestId, session, channel, time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());
        lock (_sync)
        {
            if (!_reported.TryGetValue(agent, out var requests)) _reported[agent] = requests = [];
            _reportedCount -= requests.RemoveAll(r => r.Id == requestId);
            if (requests.Count >= options.MaxReportedRequestsPerAgent) RemoveOldestLocked(requests);
            if (_reportedCount >= options.MaxActiveRequests)
            {
                metrics.RequestUnlisted();
                if (requests.Count == 0) _reported.Remove(agent);
                return;
            }

            requests.Add(request);
            _reportedCount++;
        }
    }

    public bool Ended(AgentId agent, string requestId)
    {
        lock (_sync)
        {
            if (!_reported.TryGetValue(agent, out var requests)) return false;
            var ended = requests.RemoveAll(r => r.Id == requestId);
            _reportedCount -= ended;
            if (requests.Count == 0) _reported.Remove(agent);
            return ended > 0;
        }
    }

    public void EndAll(AgentId agent)
    {
        lock (_sync)
        {
            if (_reported.Remove(agent, out var requests)) _reportedCount -= requests.Count;
        }
    }

    public IReadOnlyList<ActiveRequest> List(int limit)
    {
        // One moment for all, or an older request could look younger than one that was asked later.
        var now = time.GetTimestamp();
        var requests = _own.Select(r => r.Value.Describe(time, now)).ToList();
        lock (_sync)
        {
            foreach (var (agent, reported) in _reported) requests.AddRange(reported.Select(r => Describe(agent, r, now)));
        }

        return [.. requests.OrderBy(r => r.Duration).Take(limit)];
    }

    /// <summary>Ends a request of the server's own.</summary>
    public void End(TrackedRequest request)
    {
        Interlocked.Decrement(ref _ownCount);
        _own.TryRemove(KeyValuePair.Create(request.Number, request));
    }

    private ActiveRequest Describe(AgentId agent, ReportedRequest request, long now) => new(
        request.Id, request.Session, request.Channel, agent.Value, request.StartedUnixMs, time.GetElapsedTime(request.StartedAt, now));

    private void RemoveOldestLocked(List<ReportedRequest> requests)
    {
        requests.RemoveAt(0);
        _reportedCount--;
        metrics.RequestUnlisted();
    }
}

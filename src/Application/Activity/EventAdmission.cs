using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;

namespace CleanLite.Application.Activity;

/// <summary>
/// What is remembered of each agent that reports events: its rate, and its last ids. Bounded: the agent that was silent for longest is forgotten
/// first. Thread-safe.
/// </summary>
public sealed class EventAdmission(ActivityOptions options, TableMetrics tables, TimeProvider time)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<AgentId, LinkedListNode<Reporter>> _reporters = [];
    private readonly LinkedList<Reporter> _byLastReport = new();

    /// <summary>How many agents are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_sync) return _reporters.Count;
        }
    }

    /// <summary>True if <paramref name="agent"/> may report an event now.</summary>
    public bool TryEnter(AgentId agent)
    {
        var now = time.GetElapsedTime(0).TotalSeconds;
        lock (_sync) return ReporterLocked(agent).Rate.TryTake(now);
    }

    /// <summary>Remembers an id of <paramref name="agent"/>; false if it is one of its last.</summary>
    public bool TryRemember(AgentId agent, string id)
    {
        lock (_sync) return ReporterLocked(agent).Ids.TryAdd(id);
    }

    private Reporter ReporterLocked(AgentId agent)
    {
        if (_reporters.TryGetValue(agent, out var node))
        {
            _byLastReport.Remove(node);
            _byLastReport.AddFirst(node);
            return node.Value;
        }

        if (_reporters.Count >= options.MaxReportingAgents)
        {
            _reporters.Remove(_byLastReport.Last!.Value.Agent);
            _byLastReport.RemoveLast();
            tables.Evicted("reporters");
        }

        var rate = new TokenBucket(options.EventsPerSecondPerAgent, options.EventBurstPerAgent);
        node = _byLastReport.AddFirst(new Reporter(agent, rate, new RecentIds(options.DuplicateWindow)));
        _reporters[agent] = node;
        return node.Value;
    }

    private sealed record Reporter(AgentId Agent, TokenBucket Rate, RecentIds Ids);
}

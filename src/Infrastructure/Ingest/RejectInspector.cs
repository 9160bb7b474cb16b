using CleanLite.Application.Ingest;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Infrastructure.Ingest;

/// <summary>
/// Keeps the newest refusals of each agent in a ring of its own, so that a noisy agent pushes out its own only. Where there are too many agents, the one
/// that was refused longest ago is forgotten.
/// </summary>
internal sealed class RejectInspector(OperationsOptions options, TableMetrics tables, TimeProvider time) : INotificationHandler<SeriesRefused>, IRejectInspector
{
    private readonly Lock _sync = new();
    private readonly Dictionary<AgentId, LinkedListNode<RejectRing>> _byAgent = [];
    private readonly LinkedList<RejectRing> _newestAgentFirst = new();
    private readonly CodeCounts _counts = new();
    private long _numbers;

    public Task Handle(SeriesRefused notification, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_sync)
        {
            var ring = RingOfLocked(notification.Agent);
            for (var i = 0; i < notification.Violations.Count; i++)
            {
                var violation = notification.Violations[i];
                _counts.Add(violation.Code);
                ring.Counts.Add(violation.Code);

                // Of a batch with more refusals than are kept, the last ones only: the others would be pushed out at once.
                if (notification.Violations.Count - i <= options.RejectsPerAgent)
                    ring.Newest.Add((_numbers++, new RejectedSeries(notification.Agent, notification.AgentVersion, violation, at)));
            }
        }

        return Task.CompletedTask;
    }

    public RejectList List(AgentId? agent, ViolationCode? code, int limit)
    {
        lock (_sync)
        {
            var one = agent is not null && _byAgent.TryGetValue(agent.Value, out var node) ? node.Value : null;
            IEnumerable<RejectRing> rings = agent is null ? _newestAgentFirst : one is null ? [] : [one];
            var items = rings.SelectMany(r => r.Newest.NewestFirst())
                .Where(r => code is null || r.Rejected.Violation.Code == code)
                .OrderByDescending(r => r.Number)
                .Take(limit)
                .Select(r => r.Rejected)
                .ToList();
            return new RejectList(items, agent is null ? _counts.ToDictionary() : one?.Counts.ToDictionary() ?? []);
        }
    }

    private RejectRing RingOfLocked(AgentId agent)
    {
        if (_byAgent.TryGetValue(agent, out var node))
        {
            _newestAgentFirst.Remove(node);
        }
        else
        {
            if (_byAgent.Count >= options.RejectAgents) ForgetOldestLocked();
            node = _byAgent[agent] = new LinkedListNode<RejectRing>(new RejectRing(agent, options.RejectsPerAgent));
        }

        _newestAgentFirst.AddFirst(node);
        return node.Value;
    }

    private void ForgetOldestLocked()
    {
        var oldest = _newestAgentFirst.Last!;
        _newestAgentFirst.Remove(oldest);
        _byAgent.Remove(oldest.Value.Agent);
        tables.Evicted("rejects");
    }
}

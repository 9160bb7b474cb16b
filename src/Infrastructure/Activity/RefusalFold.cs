using CleanLite.Application.Activity;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// Which refusals are shown one by one: so many per agent and second; the others become a number, so that one noisy agent does not push the others out
/// of sight. Past its bound on agents it folds all further ones. Thread-safe.
/// </summary>
internal sealed class RefusalFold(ActivityOptions options, TimeProvider time)
{
    /// <summary>Agents remembered at once.</summary>
    public const int MaxAgents = 4_096;

    private const double IdleSeconds = 10;

    private readonly Lock _sync = new();
    private readonly Dictionary<AgentId, Agent> _agents = [];
    private int _foldedOfOthers;

    private double Now => time.GetElapsedTime(0).TotalSeconds;

    /// <summary>True if one more of <paramref name="agent"/> is to be shown; else it is counted.</summary>
    public bool TryTell(AgentId agent)
    {
        var now = Now;
        lock (_sync)
        {
            if (!_agents.TryGetValue(agent, out var known))
            {
                if (_agents.Count >= MaxAgents)
                {
                    _foldedOfOthers++;
                    return false;
                }

                _agents[agent] = known = new Agent(new TokenBucket(options.RefusalsPerSecondPerAgent, options.RefusalsPerSecondPerAgent));
            }

            known.LastAt = now;
            if (known.Rate.TryTake(now)) return true;
            known.Folded++;
            return false;
        }
    }

    /// <summary>The numbers that gathered since the last call, by agent, the id empty for those beyond the bound. Forgets agents that were quiet.</summary>
    public IReadOnlyList<(AgentId Agent, int Folded)> TakeFolded()
    {
        var now = Now;
        var folded = new List<(AgentId, int)>();
        lock (_sync)
        {
            foreach (var (agent, known) in _agents)
            {
                if (known.Folded > 0) folded.Add((agent, known.Folded));
                else if (now - known.LastAt > IdleSeconds) _agents.Remove(agent);
                known.Folded = 0;
            }

            if (_foldedOfOthers > 0) folded.Add((default, _foldedOfOthers));
            _foldedOfOthers = 0;
        }

        return folded;
    }

    private sealed class Agent(TokenBucket rate)
    {
        public TokenBucket Rate { get; } = rate;

        public double LastAt { get; set; }

        public int Folded { get; set; }
    }
}

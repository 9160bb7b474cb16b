using CleanLite.Application.Ingest;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using MediatR;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Ingest;

/// <summary>
/// Logs refusals without flooding the log: one line per agent and code in <see cref="Every"/>, with the number left unsaid since the last.
/// </summary>
internal sealed partial class LogWhenSeriesRefused(ILogger<LogWhenSeriesRefused> logger, TimeProvider time) : INotificationHandler<SeriesRefused>
{
    /// <summary>How often one agent's refusals of one code are logged at most.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    // Past this many pairs of agent and code the memory of what was said is dropped: a line too many is better than a growing table.
    private const int MaxRemembered = 4_096;

    private readonly Lock _sync = new();
    private readonly Dictionary<(AgentId, ViolationCode), (long SaidAt, int Unsaid)> _said = [];

    public Task Handle(SeriesRefused notification, CancellationToken cancellationToken)
    {
        foreach (var sameCode in notification.Violations.GroupBy(v => v.Code))
        {
            var first = sameCode.First();
            if (IsDue((notification.Agent, sameCode.Key), sameCode.Count(), out var unsaid))
                Refused(logger, notification.Agent.Value, notification.AgentVersion, first.Code, first.Metric, first.Detail, unsaid);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(2001, LogLevel.Warning, "Agent {Agent} {AgentVersion} sent series that were refused: {Code} {Metric}: {Detail} ({More} more since the last line)")]
    private static partial void Refused(
        ILogger logger, string agent, string agentVersion, ViolationCode code, string metric, string detail, int more);

    private bool IsDue((AgentId, ViolationCode) key, int count, out int unsaid)
    {
        var now = time.GetTimestamp();
        lock (_sync)
        {
            if (_said.TryGetValue(key, out var last) && time.GetElapsedTime(last.SaidAt, now) < Every)
            {
                _said[key] = last with { Unsaid = last.Unsaid + count };
                unsaid = 0;
                return false;
            }

            if (_said.Count >= MaxRemembered) _said.Clear();
            _said[key] = (now, 0);
            unsaid = last.Unsaid + count - 1;
            return true;
        }
    }
}

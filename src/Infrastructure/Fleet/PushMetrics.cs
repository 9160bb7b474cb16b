using System.Diagnostics.Metrics;
using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>What the push desk counts.</summary>
internal sealed class PushMetrics
{
    private readonly Counter<long> _made;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _answers;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _duration;

    public PushMetrics(IMeterFactory factory, TableMetrics tables)
    {
        Tables = tables;
        var meter = factory.Create(CleanLiteMeter.Name);
        _made = meter.CreateCounter<long>("cleanlite.pushes", "{push}", "Pushes that were made, by kind and how they got on their way.");
        _ended = meter.CreateCounter<long>("cleanlite.pushes.ended", "{push}", "Pushes that have come to their end, by kind and state.");
        _answers = meter.CreateCounter<long>("cleanlite.pushes.answers", "{message}", "Answers of agents to pushes, by what became of them.");
        _refused = meter.CreateCounter<long>("cleanlite.pushes.refused", "{push}", "Pushes that were not made because too many are under way.");
        _duration = meter.CreateHistogram<double>("cleanlite.push.duration", "s", "From sending a push to its taking effect.");
    }

    /// <summary>Counts what full tables of the desk had to forget.</summary>
    public TableMetrics Tables { get; }

    public void Made(PushKind kind, PushDelivery delivery) => _made.Add(1, Of("kind", kind.Name), Of("result", delivery.ToString().ToLowerInvariant()));

    public void Ended(PushRecord push)
    {
        _ended.Add(1, Of("kind", push.Push.Kind.Name), Of("state", push.State.ToString().ToLowerInvariant()));
        if (push is { State: PushState.Applied, SentUnixMs: { } sent, EndedUnixMs: { } ended })
            _duration.Record(Math.Max(0, ended - sent) / 1_000.0, Of("kind", push.Push.Kind.Name));
    }

    public void Answered(AnswerVerdict verdict) => _answers.Add(1, Of("verdict", verdict.ToString().ToLowerInvariant()));

    public void Refused() => _refused.Add(1);

    private static KeyValuePair<string, object?> Of(string name, string value) => new(name, value);
}

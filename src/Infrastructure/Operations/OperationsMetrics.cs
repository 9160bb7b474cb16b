using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;

namespace CleanLite.Infrastructure.Operations;

/// <summary>What the operations room counts: messages, errors, model calls, requests in flight, and what its limits turned away.</summary>
internal sealed class OperationsMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _unlisted;

    public OperationsMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(CleanLiteMeter.Name);
        _unlisted = _meter.CreateCounter<long>("cleanlite.requests.unlisted", "{request}", "Requests in flight that were not listed, because a limit was reached.");
    }

    public void RequestUnlisted() => _unlisted.Add(1);

    /// <summary>Shows the figures of the parts; once, at the start.</summary>
    public void Observe(OperationsCollector operations, RequestTracker requests, IEnumerable<IQueueProbe> queues)
    {
        _meter.CreateObservableCounter("cleanlite.messages.processed", () => operations.Messages, "{message}", "Messages from agents dealt with.");
        _meter.CreateObservableCounter("cleanlite.errors", () => operations.Errors, "{error}", "Failures, anywhere.");
        _meter.CreateObservableGauge("cleanlite.requests.active", () => requests.Count, "{request}", "Requests in flight.");
        _meter.CreateObservableCounter("cleanlite.model.calls", () => CountCalls(operations), "{call}", "Calls of language models that agents reported, by outcome.");
        var probes = queues.Select(q => (Tag: new KeyValuePair<string, object?>("queue", q.Name), Probe: q)).ToArray();
        _meter.CreateObservableGauge(
            "cleanlite.queue.depth", () => probes.Select(p => new Measurement<long>(p.Probe.Depth, p.Tag)), "{item}", "Items that wait, by queue.");
    }

    private static Measurement<long>[] CountCalls(OperationsCollector operations)
    {
        var (ok, failed) = operations.CallCounts;
        return [new(ok, new KeyValuePair<string, object?>("outcome", "ok")), new(failed, new KeyValuePair<string, object?>("outcome", "error"))];
    }
}

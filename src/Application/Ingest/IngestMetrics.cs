using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>What ingest counts: batches by status, points by outcome, refusals by code.</summary>
public sealed class IngestMetrics
{
    private static readonly KeyValuePair<string, object?>[] Statuses = TagsOf<BatchStatus>("status");
    private static readonly KeyValuePair<string, object?>[] Codes = TagsOf<ViolationCode>("code");

    private readonly Counter<long> _batches;
    private readonly Counter<long> _points;
    private readonly Counter<long> _refusals;
    private readonly Lock _sync = new();
    private IngestTotals _totals;

    /// <summary>Makes the instruments.</summary>
    public IngestMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(CleanLiteMeter.Name);
        _batches = meter.CreateCounter<long>("cleanlite.ingest.batches", "{batch}", "Batches answered, by status.");
        _points = meter.CreateCounter<long>("cleanlite.ingest.points", "{point}", "Points answered, by outcome.");
        _refusals = meter.CreateCounter<long>("cleanlite.ingest.refusals", "{series}", "Refused series and batches, by code.");
    }

    /// <summary>Sums over all agents since the start.</summary>
    public IngestTotals Totals
    {
        get
        {
            lock (_sync) return _totals;
        }
    }

    /// <summary>Counts an answered batch.</summary>
    public void Answered(BatchResult result)
    {
        lock (_sync) _totals = _totals.Plus(result);
        _batches.Add(1, Statuses[(int)result.Status]);
        Add("accepted", result.AcceptedPoints);
        Add("duplicate", result.DuplicatePoints);
        Add("late", result.LatePoints);
        Add("rejected", result.RejectedPoints);
    }

    /// <summary>Counts one refusal.</summary>
    public void Refused(ViolationCode code) => _refusals.Add(1, Codes[(int)code]);

    private static KeyValuePair<string, object?>[] TagsOf<T>(string key)
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(v => new KeyValuePair<string, object?>(key, SnakeCase(v.ToString())))];

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "_" : "")}{char.ToLowerInvariant(c)}" : c.ToString()));

    private void Add(string outcome, int points)
    {
        if (points > 0) _points.Add(points, new KeyValuePair<string, object?>("outcome", outcome));
    }
}

using CleanLite.Application.Ingest;
using CleanLite.Application.LatestState;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.LatestState;

/// <summary>The live series of one agent: by description, by fingerprint, and by where each stood in the last batch. Used within the agent's turn only.</summary>
internal sealed class AgentSeries(AgentId agent, LatestStateStore store, IngestOptions options) : IAgentSeries
{
    // One series may come under several fingerprints, because a label map has no order on the wire. A client that permutes them for the sake of
    // it must not fill the memory: past this many per series allowed, all are forgotten and learnt again.
    private const int FingerprintsPerSeries = 2;

    private readonly HashSet<Series> _series = new(SeriesComparer.Instance);
    private readonly Dictionary<byte[], Series> _byFingerprint = new(FingerprintComparer.Instance);
    private Guess[] _guesses = [];
    private string? _full;

    public int Count => _series.Count;

    /// <summary>How many fingerprints are remembered.</summary>
    public int FingerprintCount => _byFingerprint.Count;

    public Series? Find(ReadOnlySpan<byte> fingerprint, int index)
    {
        // Agents send the same series in the same order: comparing with the last batch costs a few nanoseconds, hashing ten times that.
        if (index < _guesses.Length && _guesses[index] is { Fingerprint: not null, Series.IsReplaced: false } guess
            && fingerprint.SequenceEqual(guess.Fingerprint)) return guess.Series;
        if (!_byFingerprint.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(fingerprint, out var key, out var series) || series.IsReplaced) return null;
        Remember(index, key, series);
        return series;
    }

    public Series? Find(SeriesDefinition definition) =>
        _series.GetAlternateLookup<SeriesDefinition>().TryGetValue(definition, out var series) ? series : null;

    public Series? FindOrAdd(SeriesDefinition definition, ReadOnlySpan<byte> fingerprint, int index, out string? refusal)
    {
        refusal = null;
        var series = Find(definition) is { } known ? Redeclare(known, definition) : Add(definition, out refusal);
        if (series is null) return null;

        if (_byFingerprint.Count >= FingerprintsPerSeries * options.MaxSeriesPerAgent) ForgetFingerprints();
        if (_byFingerprint.Count == _byFingerprint.Capacity) _byFingerprint.EnsureCapacity(Grown(_byFingerprint.Count));
        var key = fingerprint.ToArray();
        _byFingerprint[key] = series;
        Remember(index, key, series);
        return series;
    }

    /// <summary>Takes out the series that had no new point for <paramref name="sweeps"/> sweeps, or all with 0, and returns them.</summary>
    public List<Series> RemoveIdle(int sweeps)
    {
        var idle = _series.Where(s => store.SweepsSinceLastPoint(s) >= sweeps).ToList();
        if (idle.Count == 0) return idle;

        foreach (var series in idle) _series.Remove(series);
        ForgetFingerprints();
        return idle;
    }

    private Series? Add(SeriesDefinition definition, out string? refusal)
    {
        refusal = null;
        if (_series.Count >= options.MaxSeriesPerAgent)
        {
            // Who makes up labels without end is told the same a thousand times a batch.
            refusal = _full ??= $"The agent has {_series.Count} live series; at most {options.MaxSeriesPerAgent} are allowed.";
            return null;
        }

        var number = store.TakeNumber();
        if (number < 0)
        {
            refusal = $"The server has {options.MaxSeries} live series, as many as it may.";
            return null;
        }

        return Keep(new Series(number, agent, Shared(definition)));
    }

    private Series Redeclare(Series series, SeriesDefinition definition)
    {
        if (series.Unit == definition.Unit && series.Kind == definition.Kind) return series;
        _series.Remove(series);
        return Keep(series.Redeclare(store.Texts.Of(definition.Unit), definition.Kind));
    }

    private Series Keep(Series series)
    {
        if (_series.Count == _series.Capacity) _series.EnsureCapacity(Grown(_series.Count));
        _series.Add(series);
        return series;
    }

    private SeriesDefinition Shared(SeriesDefinition definition) => new(
        MetricName.Parse(store.Texts.Of(definition.Metric.Value)),
        definition.Labels.Share(store.Texts.Of),
        store.Texts.Of(definition.Unit),
        definition.Kind);

    // Left to themselves the tables double, and half of what a million series take lies idle.
    private static int Grown(int count) => count + (count / 4) + 4;

    private void Remember(int index, byte[] fingerprint, Series series)
    {
        if (index >= options.MaxSeriesPerAgent) return;
        if (index >= _guesses.Length) Array.Resize(ref _guesses, Math.Max(index + 1, Math.Min(_guesses.Length * 2, options.MaxSeriesPerAgent)));
        _guesses[index] = new Guess(fingerprint, series);
    }

    private void ForgetFingerprints()
    {
        _byFingerprint.Clear();
        _guesses = [];
    }

    private readonly record struct Guess(byte[] Fingerprint, Series Series);
}

using BenchmarkDotNet.Attributes;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.LatestState;

namespace CleanLite.Benchmarks.LatestState;

/// <summary>Judging a point and keeping it, over a few series or many in no order. Per point.</summary>
public class LatestStateBenchmarks
{
    private const int Points = 10_000;

    private readonly LatestStateStore _store = new(new IngestOptions());
    private Series[] _series = [];
    private long _timestamp;

    [Params(1_000, 100_000)]
    public int Series { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var definition = new SeriesDefinition(MetricName.Parse("load.metric.1"), LabelSet.Empty);
        _series = [.. Enumerable.Range(0, Series).Select(_ => new Series(_store.TakeNumber(), Composition.Agent, definition))];
        new Random(1).Shuffle(_series);
    }

    [Benchmark(OperationsPerInvoke = Points)]
    public int JudgeAndKeep()
    {
        _timestamp++;
        var fresh = 0;
        for (var i = 0; i < Points; i++)
        {
            var series = _series[i % _series.Length];
            var timestamp = (_timestamp * Points) + i;
            if (_store.Judge(series, timestamp, i) == PointVerdict.New) fresh++;
            _store.Keep(new MetricPoint(series, timestamp, i));
        }

        return fresh;
    }
}

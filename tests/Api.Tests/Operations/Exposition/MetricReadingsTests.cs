using System.Diagnostics.Metrics;
using CleanLite.Api.Operations.Exposition;
using CleanLite.Application.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Operations.Exposition;

public sealed class MetricReadingsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricReadings _readings;
    private readonly Meter _meter;

    public MetricReadingsTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _readings = new MetricReadings(factory, new OperationsOptions { MaxSeriesPerMetric = 5 });
        _meter = factory.Create(CleanLiteMeter.Name);
    }

    [Fact]
    public void Read_CounterWithTags_SumsPerSetOfTags()
    {
        var counter = _meter.CreateCounter<long>("cleanlite.test.things", "{thing}", "Things.");
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "b"));
        counter.Add(4, new KeyValuePair<string, object?>("kind", "a"));

        var family = Family("cleanlite_test_things");
        (family.Type, family.Help).ShouldBe((MetricType.Counter, "Things."));
        family.Samples.Select(s => (s.Labels.Single(), s.Value)).ShouldBe([(("kind", "a"), 6.0), (("kind", "b"), 3.0)]);
    }

    [Fact]
    public void Read_ObservableInstrument_ForgetsWhatItNoLongerSays()
    {
        Measurement<int>[] says = [new(1, new KeyValuePair<string, object?>("state", "a")), new(2, new KeyValuePair<string, object?>("state", "b"))];
        _meter.CreateObservableGauge("cleanlite.test.now", () => says);
        Family("cleanlite_test_now").Samples.Select(s => s.Value).ShouldBe([1.0, 2.0]);
        Family("cleanlite_test_now").Samples.Select(s => s.Value).ShouldBe([1.0, 2.0]);

        says = [new(7, new KeyValuePair<string, object?>("state", "b"))];
        Family("cleanlite_test_now").Samples.Select(s => (s.Labels.Single().Value, s.Value)).ShouldBe([("b", 7.0)]);
    }

    [Fact]
    public void Read_UpDownCounterAndGauge_AreGauges()
    {
        var upDown = _meter.CreateUpDownCounter<long>("cleanlite.test.open");
        upDown.Add(5);
        upDown.Add(-2);
        var gauge = _meter.CreateGauge<double>("cleanlite.test.level");
        gauge.Record(5);
        gauge.Record(3);

        foreach (var name in new[] { "cleanlite_test_open", "cleanlite_test_level" })
        {
            Family(name).Type.ShouldBe(MetricType.Gauge);
            Family(name).Samples.Single().Value.ShouldBe(3);
        }
    }

    [Fact]
    public void Read_Histogram_PutsEachObservationIntoTheFirstBucketThatHoldsIt()
    {
        var histogram = _meter.CreateHistogram("cleanlite.test.took", "s", "Time.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        foreach (var value in new[] { 0.5, 1, 1.5, 2, 99, double.NaN }) histogram.Record(value);

        var sample = Family("cleanlite_test_took_seconds").Samples.Single();
        sample.Bounds.ShouldBe([1, 2]);
        sample.Buckets.ShouldBe([2, 2, 1]);
        (sample.Count, sample.Value).ShouldBe((5, 104));
    }

    [Fact]
    public void Read_MoreSeriesThanAllowed_LeavesThemOutAndCounts()
    {
        var counter = _meter.CreateCounter<long>("cleanlite.test.many");
        for (var i = 0; i < 10; i++) counter.Add(1, new KeyValuePair<string, object?>("i", i));
        counter.Add(1, new KeyValuePair<string, object?>("i", 1));

        Family("cleanlite_test_many").Samples.Count.ShouldBe(5);
        Family("cleanlite_test_many").Samples.Sum(s => s.Value).ShouldBe(6);
        Family("cleanlite_metrics_left_out").Samples.Single().Value.ShouldBe(5);
    }

    [Fact]
    public void Read_InstrumentOfAnotherServer_IsNotHeard()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        other.GetRequiredService<IMeterFactory>().Create(CleanLiteMeter.Name).CreateCounter<long>("cleanlite.test.other").Add(1);
        using var foreign = new Meter("Somebody.Else");
        foreign.CreateCounter<long>("somebody.else").Add(1);

        _readings.Read().ShouldNotContain(f => f.Name == "cleanlite_test_other" || f.Name == "somebody_else");
    }

    [Fact]
    public async Task Read_WhileManyCount_LosesNothing()
    {
        var counter = _meter.CreateCounter<long>("cleanlite.test.race");
        using var start = new Barrier(4);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 10_000; i++)
                {
                    counter.Add(1, new KeyValuePair<string, object?>("t", t % 2));
                    if (i % 1_000 == 0) _readings.Read();
                }
            },
            TaskCreationOptions.LongRunning)));

        Family("cleanlite_test_race").Samples.Select(s => s.Value).ShouldBe([20_000.0, 20_000.0]);
    }

    public void Dispose()
    {
        _readings.Dispose();
        _services.Dispose();
    }

    private MetricFamily Family(string name) => _readings.Read().Single(f => f.Name == name);
}

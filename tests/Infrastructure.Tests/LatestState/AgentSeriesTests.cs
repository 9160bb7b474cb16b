using System.Text;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.LatestState;

namespace CleanLite.Infrastructure.Tests.LatestState;

public sealed class AgentSeriesTests
{
    private static readonly AgentId Agent = AgentId.Parse("web-1");

    private readonly IngestOptions _options = new() { MaxSeriesPerAgent = 3, MaxSeries = 4 };
    private readonly LatestStateStore _store;
    private readonly AgentSeries _series;

    public AgentSeriesTests()
    {
        _store = new LatestStateStore(_options);
        _series = new AgentSeries(Agent, _store, _options);
    }

    [Fact]
    public void FindOrAdd_SameDescriptionUnderAnotherFingerprint_IsTheSameSeries()
    {
        var one = Add("cpu", "x");
        var other = Add("cpu", "y");
        other.ShouldBeSameAs(one);
        Find("x", 0).ShouldBeSameAs(one);
        Find("y", 5).ShouldBeSameAs(one);
        _series.Count.ShouldBe(1);
    }

    [Fact]
    public void FindOrAdd_OtherUnit_IsTheSameSeriesRedeclared()
    {
        var series = Add("cpu", "x");
        _store.Keep(new MetricPoint(series, 100, 1));
        var newer = Add("cpu", "z", "s");
        (newer.Number, newer.Unit, series.Unit, series.IsReplaced).ShouldBe((series.Number, "s", "", true));
        _store.Judge(newer, 100, 1).ShouldBe(PointVerdict.Duplicate, "it is the same series");
        (_series.Count, _store.SeriesCount).ShouldBe((1, 1));
    }

    [Fact]
    public void Find_UnderTheFingerprintOfAnOlderDeclaration_IsUnknownUntilDeclaredAgain()
    {
        var series = Add("cpu", "x");
        Find("x", 0).ShouldBeSameAs(series);
        var newer = Add("cpu", "z", "s", 1);
        (Find("x", 0), Find("x", 5), Find("z", 5)).ShouldBe((null, null, newer));
        var newest = Add("cpu", "x");
        (newest.Unit, Find("x", 0), Find("z", 1)).ShouldBe(("", newest, null));
        _series.RemoveIdle(0).ShouldBe([newest]);
    }

    [Fact]
    public void FindOrAdd_EqualTexts_AreOneInstance()
    {
        var other = new AgentSeries(AgentId.Parse("web-2"), _store, _options);
        var series = _series.FindOrAdd(Text(), Bytes("x"), 0, out _)!;
        var same = other.FindOrAdd(Text(), Bytes("x"), 0, out _)!;
        same.Metric.Value.ShouldBeSameAs(series.Metric.Value);
        same.Labels.Items[0].Value.ShouldBeSameAs(series.Labels.Items[0].Value);

        static SeriesDefinition Text() => new(MetricName.Parse(new string("cpu")), LabelSet.Of(("mode", new string("user"))), "s");
    }

    [Fact]
    public void FindOrAdd_AgentsCap_IsHeldAndNamed()
    {
        Add("a", "a");
        Add("b", "b");
        Add("c", "c");
        _series.FindOrAdd(Define("d"), Bytes("d"), 0, out var refusal).ShouldBeNull();
        refusal!.ShouldContain("3 live series; at most 3");
    }

    [Fact]
    public void FindOrAdd_ServersCap_IsHeldOverAllAgentsAndFreedWhenSeriesLeave()
    {
        var other = new AgentSeries(AgentId.Parse("web-2"), _store, _options);
        Add("a", "a");
        Add("b", "b");
        other.FindOrAdd(Define("a"), Bytes("a"), 0, out _).ShouldNotBeNull();
        other.FindOrAdd(Define("b"), Bytes("b"), 1, out _).ShouldNotBeNull();
        Should.Throw<ShouldAssertException>(() => Add("c", "c"));
        foreach (var gone in other.RemoveIdle(0)) _store.ReturnNumber(gone.Number);
        Add("c", "c").Number.ShouldBeLessThan(4);
    }

    [Fact]
    public void RemoveIdle_SeriesThatLeft_IsNotFoundUnderItsFingerprintAgain()
    {
        var series = Add("cpu", "x");
        Find("x", 0).ShouldBeSameAs(series);
        _store.GrowOlder();
        Add("memory", "m");
        _series.RemoveIdle(1).ShouldBe([series]);
        Find("x", 0).ShouldBeNull();
        _series.Find(Define("cpu")).ShouldBeNull();
        _series.Find(Define("memory")).ShouldNotBeNull();
    }

    [Fact]
    public void FindOrAdd_EndlessFingerprintsOfOneSeries_DoNotPileUp()
    {
        var series = Add("cpu", "first");
        for (var i = 0; i < 10_000; i++)
        {
            Add("cpu", $"form {i}").ShouldBeSameAs(series);
            _series.FingerprintCount.ShouldBeLessThanOrEqualTo(2 * _options.MaxSeriesPerAgent);
        }
    }

    [Fact]
    public void Keep_NewestPoint_DecidesLateAndDuplicate()
    {
        var series = Add("cpu", "x");
        _store.Judge(series, 100, 1).ShouldBe(PointVerdict.New);
        _store.Keep(new MetricPoint(series, 100, 1));
        _store.Judge(series, 100, 1).ShouldBe(PointVerdict.Duplicate);
        _store.Judge(series, 99, 1).ShouldBe(PointVerdict.Late);
    }

    [Fact]
    public void TakeNumber_UsedAgain_StartsEmpty()
    {
        var series = Add("cpu", "x");
        _store.Keep(new MetricPoint(series, 100, 1));
        foreach (var gone in _series.RemoveIdle(0)) _store.ReturnNumber(gone.Number);
        var next = Add("memory", "m");
        next.Number.ShouldBe(series.Number);
        _store.Judge(next, 50, 1).ShouldBe(PointVerdict.New);
    }

    private static SeriesDefinition Define(string metric) => new(MetricName.Parse(metric), LabelSet.Empty);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private Series Add(string metric, string fingerprint, string unit = "", int index = 0) =>
        _series.FindOrAdd(Define(metric) with { Unit = unit }, Bytes(fingerprint), index, out _).ShouldNotBeNull();

    private Series? Find(string fingerprint, int index) => _series.Find(Bytes(fingerprint), index);
}

using CleanLite.Agent.Session;
using CleanLite.Agent.Tests.Fakes;
using CleanLite.V1;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Agent.Tests.Session;

public sealed class BatchLimitsTests
{
    [Fact]
    public void Fit_MorePointsThanAllowed_StopsAtTheLimit() =>
        (BatchLimits.Default with { MaxPoints = 7 }).Fit(Points.Of(20)).ShouldBe(7);

    [Fact]
    public void Fit_MoreSeriesThanAllowed_StopsAtTheLimit() =>
        (BatchLimits.Default with { MaxSeries = 7 }).Fit(Points.OfSeries(20)).ShouldBe(7);

    [Fact]
    public void Fit_NothingFits_TakesOne() =>
        new BatchLimits(1, 0, 0).Fit(Points.Of(5)).ShouldBe(1);

    [Fact]
    public void Fit_AnyByteLimit_EncodedMessageStaysWithinIt() => Prop.ForAll(
        Gen.Choose(200, 20_000).ToArbitrary(),
        Gen.Choose(1, 400).ToArbitrary(),
        (maxBytes, series) =>
        {
            MetricPoint[] points = [.. Points.OfSeries(series), .. Points.Of(series, long.MaxValue - series)];
            var fit = (BatchLimits.Default with { MaxBytes = maxBytes }).Fit(points);
            var batch = new BufferedBatch(ulong.MaxValue, points[..fit]);
            new AgentMessage { Batch = batch.ToMessage() }.CalculateSize().ShouldBeLessThanOrEqualTo(maxBytes);
        }).ShouldHold(cost: 50);

    [Fact]
    public void From_NothingAnnounced_IsTheDefault()
    {
        BatchLimits.From(null).ShouldBe(BatchLimits.Default);
        BatchLimits.From(new Limits()).ShouldBe(BatchLimits.Default);
    }

    [Fact]
    public void From_HugeNumbers_DoesNotOverflow() =>
        BatchLimits.From(new Limits { MaxBatchBytes = uint.MaxValue }).MaxBytes.ShouldBe(int.MaxValue);
}

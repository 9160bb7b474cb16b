using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;
using CleanLite.Testing;

namespace CleanLite.Application.Tests.Ingest;

public sealed class IngestBatchValidatorTests
{
    private readonly FakeTime _time = new();
    private readonly IngestOptions _options = new() { MaxSeriesPerBatch = 3, MaxPointsPerBatch = 5 };

    private long Now => _time.UnixMs;

    [Fact]
    public void Validate_GoodBatch_HasNothingToSay() => Judge(new TestBatch().Point("a", Now, 1).Series("b", [Now - 1, Now], [1, 2])).ShouldBeEmpty();

    [Fact]
    public void Validate_NoSeries_IsAnEmptyBatch() => Judge(new TestBatch()).ShouldHaveSingleItem().ShouldBe(
        new Violation(ViolationCode.EmptyBatch, -1, "", "The batch has no series; it takes at least 1."));

    [Fact]
    public void Validate_SeriesAtAndBeyondTheCap_AreTakenAndRefused()
    {
        var batch = new TestBatch().Point("a", Now, 1).Point("b", Now, 1).Point("c", Now, 1);
        Judge(batch).ShouldBeEmpty();
        CodeOf(batch.Point("d", Now, 1)).ShouldBe((ViolationCode.TooManySeries, -1));
    }

    [Fact]
    public void Validate_PointsAtAndBeyondTheCap_AreTakenAndRefused()
    {
        Judge(new TestBatch().Series("a", [Now, Now + 1, Now + 2, Now + 3, Now + 4], [1, 2, 3, 4, 5])).ShouldBeEmpty();
        CodeOf(new TestBatch().Series("a", [Now, Now + 1, Now + 2, Now + 3, Now + 4, Now + 5], [1, 2, 3, 4, 5, 6]))
            .ShouldBe((ViolationCode.TooManyPoints, -1));
    }

    [Theory]
    [InlineData(new long[] { 0, 1 }, new[] { 1.0 }, ViolationCode.LengthMismatch)]
    [InlineData(new long[] { 0 }, new[] { 1.0, 2 }, ViolationCode.LengthMismatch)]
    [InlineData(new long[] { }, new double[] { }, ViolationCode.EmptySeries)]
    [InlineData(new long[] { 0, 0 }, new[] { 1.0, 2 }, ViolationCode.NotIncreasing)]
    [InlineData(new long[] { 1, 0 }, new[] { 1.0, 2 }, ViolationCode.NotIncreasing)]
    [InlineData(new long[] { 0 }, new[] { double.NaN }, ViolationCode.NotFinite)]
    [InlineData(new long[] { 0 }, new[] { double.PositiveInfinity }, ViolationCode.NotFinite)]
    [InlineData(new long[] { 0 }, new[] { double.NegativeInfinity }, ViolationCode.NotFinite)]
    public void Validate_BadColumns_NameTheSeries(long[] offsets, double[] values, ViolationCode code) => CodeOf(
        new TestBatch().Point("good", Now, 1).Series("bad", Array.ConvertAll(offsets, o => Now + o), values)).ShouldBe((code, 1));

    [Fact]
    public void Validate_AgeAtAndBeyondTheLimits_IsTakenAndRefused()
    {
        var (hour, tenMinutes) = (3_600_000, 600_000);
        Judge(new TestBatch().Point("a", Now - hour, 1).Point("b", Now + tenMinutes, 1)).ShouldBeEmpty();
        CodeOf(new TestBatch().Point("a", Now - hour - 1, 1)).ShouldBe((ViolationCode.TooOld, 0));
        CodeOf(new TestBatch().Point("a", Now + tenMinutes + 1, 1)).ShouldBe((ViolationCode.TooFarInFuture, 0));
        CodeOf(new TestBatch().Series("a", [Now, 4_070_908_800_000], [1, 2])).ShouldBe((ViolationCode.TooFarInFuture, 0));
        CodeOf(new TestBatch().Series("a", [long.MinValue, Now], [1, 2])).ShouldBe((ViolationCode.TooOld, 0));
    }

    [Theory]
    [InlineData("1st", ViolationCode.BadMetricName)]
    [InlineData("a\u0007", ViolationCode.BadText)]
    [InlineData("a,=v", ViolationCode.BadLabel)]
    [InlineData("a,l=x\n", ViolationCode.BadText)]
    public void Validate_BadDescription_IsRefusedWithItsCode(string series, ViolationCode code) =>
        CodeOf(new TestBatch().Point(series, Now, 1)).ShouldBe((code, 0));

    [Fact]
    public void Validate_EachDetail_NamesWhatWasSeenAndIsPrintable()
    {
        var violation = Judge(new TestBatch().Series("temperature", [Now + 5, Now + 4], [1, 2])).Single();
        violation.Metric.ShouldBe("temperature");
        violation.Detail.ShouldContain($"{Now + 4}");
        violation.Detail.ShouldContain($"{Now + 5}");
    }

    private (ViolationCode, int) CodeOf(TestBatch batch)
    {
        var violation = Judge(batch).ShouldHaveSingleItem();
        return (violation.Code, violation.SeriesIndex);
    }

    private List<Violation> Judge(TestBatch batch)
    {
        using var columns = batch.Build();
        return new BatchJudge(new IngestBatchValidator(_options, _time), _options).Judge(columns, known: null);
    }
}

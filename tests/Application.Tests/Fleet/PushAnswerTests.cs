using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using NSubstitute;

namespace CleanLite.Application.Tests.Fleet;

/// <summary>What agents answer to pushes: kept within bounds, and made fit to show.</summary>
public sealed class PushAnswerTests
{
    private readonly PushBed _bed = new();
    private SampleAnswer? _answer;

    [Fact]
    public async Task Acknowledge_Texts_AreBoundedAndShownEscaped()
    {
        _bed.Desk.Acknowledge(default!, "", default, "", "").ReturnsForAnyArgs(AnswerVerdict.Taken);
        var command = new AcknowledgePushCommand(PushBed.Connection, "p1", PushState.Failed, "no\u001b" + new string('d', 400), new string('h', 400));
        (await new AcknowledgePushHandler(_bed.Desk).Handle(command, default)).ShouldBe(AnswerVerdict.Taken);
        _bed.Desk.Received(1).Acknowledge(
            PushBed.Connection,
            "p1",
            PushState.Failed,
            Arg.Is<string>(d => d.Length <= AcknowledgePushHandler.MaxDetailLength + 16 && d.All(c => c >= ' ' && c < 0x7F)),
            Arg.Is<string>(h => h.Length < 100));
    }

    [Fact]
    public async Task Sample_GoodSeries_AreKept()
    {
        await AnswerAsync(Series("cpu", 1), Series("mem", 2));
        _answer!.Series.Select(s => s.Values.Count).ShouldBe([1, 2]);
        _answer.LeftOut.ShouldBe(0);
    }

    [Fact]
    public async Task Sample_SeriesAgainstTheRules_AreLeftOutAndCounted()
    {
        await AnswerAsync(
            Series("cpu", 1),
            Series("-", 1),
            Series("mem", 1) with { Values = [double.NaN] },
            Series("net", 1) with { Timestamps = [1, 2] });
        _answer!.Series.Count.ShouldBe(1);
        _answer.LeftOut.ShouldBe(3);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public async Task Sample_Series_AreBounded(int count, int leftOut)
    {
        _bed.Fleet.MaxSampleSeries = 3;
        await AnswerAsync([.. Enumerable.Range(0, count).Select(i => Series($"m{i}", 1))]);
        (_answer!.Series.Count, _answer.LeftOut).ShouldBe((3, leftOut));
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    public async Task Sample_Points_AreBounded(int second, int leftOut)
    {
        _bed.Fleet.MaxSamplePoints = 10;
        await AnswerAsync(Series("a", 5), Series("b", second));
        _answer!.LeftOut.ShouldBe(leftOut);
    }

    private static SampleDraft Series(string metric, int points) => new(
        new SeriesDraft(metric, [], "1", MetricKind.Gauge), [.. Enumerable.Range(1, points).Select(i => (long)i)], [.. Enumerable.Repeat(0.5, points)]);

    private async Task AnswerAsync(params SampleDraft[] series)
    {
        _bed.Desk.Answer(default!, "", default!).ReturnsForAnyArgs(call =>
        {
            _answer = call.ArgAt<SampleAnswer>(2);
            return AnswerVerdict.Taken;
        });
        var handler = new AnswerSampleHandler(_bed.Desk, _bed.Fleet, new IngestOptions());
        (await handler.Handle(new AnswerSampleCommand(PushBed.Connection, "r1", series, ""), default)).ShouldBe(AnswerVerdict.Taken);
    }
}

using CleanLite.Application.Operations;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Operations;
using CleanLite.Testing;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Tests.Operations;

public sealed class OperationsCollectorTests
{
    private static readonly AgentId Agent = AgentId.Parse("forge");

    private readonly FakeTime _time = new();
    private readonly OperationsCollector _operations;

    public OperationsCollectorTests() => _operations = new OperationsCollector(new OperationsOptions(), _time);

    [Fact]
    public void Read_KnownCalls_GivesTheKnownFigures()
    {
        _operations.ModelCalled(Call("m-1", latencyMs: 100));
        _operations.ModelCalled(Call("m-2", latencyMs: 500, error: "overloaded"));
        _operations.ModelCalled(Call("m-3", latencyMs: 300));
        _operations.MessageProcessed();
        _operations.MessageProcessed();
        _time.Advance(TimeSpan.FromSeconds(90));

        var figures = _operations.Read();
        figures.MessagesProcessed.ShouldBe(2);
        figures.Errors.ShouldBe(0);
        figures.Uptime.ShouldBe(TimeSpan.FromSeconds(90));
        (figures.ModelCalls.Total, figures.ModelCalls.Failed, figures.ModelCalls.AverageLatencyMs).ShouldBe((3, 1, 300));
        figures.ModelCalls.ErrorRate.ShouldBe(1 / 3.0);
        figures.ModelCalls.Recent.Select(c => c.Model).ShouldBe(["m-3", "m-2", "m-1"]);
        figures.ModelCalls.Recent[2].TokensPerSecond.ShouldBe(500);
    }

    [Fact]
    public void Read_WithoutCalls_DividesByNothing()
    {
        _operations.Read().ModelCalls.ShouldBe(new ModelCallFigures(0, 0, 0, []), new ByFigures());
        Call("m", latencyMs: 0).TokensPerSecond.ShouldBe(0);
    }

    [Fact]
    public void ModelCalled_MoreThanTheRingHolds_KeepsTheNewestAndCountsAll()
    {
        for (var i = 1; i <= 205; i++) _operations.ModelCalled(Call($"m-{i}", i));

        var calls = _operations.Read().ModelCalls;
        calls.Total.ShouldBe(205);
        calls.AverageLatencyMs.ShouldBe(103);
        calls.Recent.Count.ShouldBe(200);
        (calls.Recent[0].Model, calls.Recent[^1].Model).ShouldBe(("m-205", "m-6"));
    }

    [Fact]
    public void Events_MoreThanTheRingHolds_GivesTheNewestFirst()
    {
        for (var i = 1; i <= 501; i++) _operations.Note(Severity.Info, "test", $"{i}");

        var events = _operations.Events([], 1_000);
        events.Count.ShouldBe(500);
        (events[0].Message, events[^1].Message).ShouldBe(("501", "2"));
    }

    [Fact]
    public void Events_WithLevelsAndLimit_GivesTheNewestOfThose()
    {
        _operations.Note(Severity.Error, "a", "1");
        _operations.Note(Severity.Info, "b", "2");
        _operations.Note(Severity.Warn, "c", "3");
        _operations.Note(Severity.Error, "d", "4");

        _operations.Events([Severity.Error], 10).Select(e => e.Message).ShouldBe(["4", "1"]);
        _operations.Events([Severity.Error, Severity.Warn], 2).Select(e => e.Message).ShouldBe(["4", "3"]);
        _operations.Events([], 1).ShouldHaveSingleItem().ShouldBe(new OperationsEvent(_time.UnixMs, Severity.Error, "d", "", "4"));
        _operations.Errors.ShouldBe(2);
    }

    [Fact]
    public void Note_HostileText_IsCutAndMadeFitToShow()
    {
        _operations.Note(Severity.Info, "test", "\u001b[31m" + new string('x', 1_000_000), "line\r\nbreak\uD800");

        var note = _operations.Events([], 1).Single();
        note.Message.ShouldStartWith("\\u001B[31mxxx");
        note.Message.Length.ShouldBeLessThan(600);
        note.Subject.ShouldBe("line\\u000D\\u000Abreak\\uD800");
    }

    [Fact]
    public void Logger_AtErrorAndAbove_BecomesAnEvent()
    {
        using var provider = new OperationsLoggerProvider(_operations);
        var logger = provider.CreateLogger("CleanLite.Somewhere");
        logger.LogWarning("not this");
        logger.LogError(new InvalidOperationException("why"), "It failed");
        logger.LogCritical("It is over");

        _operations.Events([], 10).Select(e => (e.Level, e.Subject, e.Message)).ShouldBe(
        [
            (Severity.Error, "CleanLite.Somewhere", "It is over"),
            (Severity.Error, "CleanLite.Somewhere", "It failed (InvalidOperationException: why)"),
        ]);
        _operations.Errors.ShouldBe(2);
    }

    [Fact]
    public async Task Collector_ManyWritersAndReaders_LosesNothing()
    {
        using var start = new Barrier(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 5_000; i++)
                {
                    _operations.MessageProcessed();
                    _operations.Note(Severity.Error, "test", "x");
                    _operations.ModelCalled(Call("m", 2));
                    if (i % 100 == 0) _operations.Read().ModelCalls.AverageLatencyMs.ShouldBe(2);
                }
            },
            TaskCreationOptions.LongRunning)));

        var figures = _operations.Read();
        (figures.MessagesProcessed, figures.Errors, figures.ModelCalls.Total).ShouldBe((40_000, 40_000, 40_000));
    }

    private static ModelCallRecord Call(string model, double latencyMs, string error = "") => new(Agent, 1, "p", model, latencyMs, 10, 50, error);

    private sealed class ByFigures : IEqualityComparer<ModelCallFigures>
    {
        public bool Equals(ModelCallFigures? x, ModelCallFigures? y) =>
            (x!.Total, x.Failed, x.AverageLatencyMs, x.ErrorRate, x.Recent.Count) == (y!.Total, y.Failed, y.AverageLatencyMs, y.ErrorRate, y.Recent.Count);

        public int GetHashCode(ModelCallFigures obj) => 0;
    }
}

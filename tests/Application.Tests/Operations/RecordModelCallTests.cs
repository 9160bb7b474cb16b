using CleanLite.Application.Operations;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Fleet;
using CleanLite.Testing;
using NSubstitute;

namespace CleanLite.Application.Tests.Operations;

public sealed class RecordModelCallTests
{
    private static readonly RecordModelCallCommand Good = new(AgentId.Parse("forge"), 0, "provider", "model", 120.5, 10, 20, "");

    private readonly FakeTime _time = new();
    private readonly IOperationsRecorder _recorder = Substitute.For<IOperationsRecorder>();
    private readonly RecordModelCallHandler _handler;

    public RecordModelCallTests() => _handler = new RecordModelCallHandler(new RecordModelCallValidator(), _recorder, _time);

    [Fact]
    public async Task Handle_GoodCall_RecordsItUnderTheServersTime()
    {
        (await _handler.Handle(Good, default)).ShouldBeNull();
        _recorder.Received(1).ModelCalled(new ModelCallRecord(Good.Agent, _time.UnixMs, "provider", "model", 120.5, 10, 20, ""));
        _recorder.DidNotReceiveWithAnyArgs().Note(default, default!, default!);
    }

    [Fact]
    public async Task Handle_CallWithATime_KeepsIt()
    {
        await _handler.Handle(Good with { TimeUnixMs = 17 }, default);
        _recorder.Received(1).ModelCalled(Arg.Is<ModelCallRecord>(c => c.AtUnixMs == 17));
    }

    [Fact]
    public async Task Handle_FailedCall_IsNoted()
    {
        (await _handler.Handle(Good with { Error = "overloaded" }, default)).ShouldBeNull();
        _recorder.Received(1).ModelCalled(Arg.Is<ModelCallRecord>(c => c.Failed));
        _recorder.Received(1).Note(Severity.Warn, "model.failed", "model: overloaded", "forge");
    }

    [Fact]
    public async Task Handle_RefusedCall_IsNotedAndNotRecorded()
    {
        var fault = await _handler.Handle(Good with { Model = "" }, default);
        fault.ShouldStartWith("The model is empty");
        _recorder.DidNotReceiveWithAnyArgs().ModelCalled(default!);
        _recorder.Received(1).Note(Severity.Warn, "model.refused", fault!, "forge");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(86_400_000, true)]
    [InlineData(86_400_001, false)]
    [InlineData(-0.5, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public async Task Handle_Latency_IsBounded(double latency, bool taken) =>
        (await _handler.Handle(Good with { LatencyMs = latency }, default) is null).ShouldBe(taken);

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(1_000_000, false)]
    public async Task Handle_Names_AreBounded(int length, bool taken)
    {
        (await _handler.Handle(Good with { Model = new string('m', length) }, default) is null).ShouldBe(taken);
        (await _handler.Handle(Good with { Provider = new string('p', length) }, default) is null).ShouldBe(taken);
    }

    [Theory]
    [InlineData(1_024, true)]
    [InlineData(1_025, false)]
    public async Task Handle_Error_IsBounded(int length, bool taken) =>
        (await _handler.Handle(Good with { Error = new string('e', length) }, default) is null).ShouldBe(taken);

    [Fact]
    public async Task Handle_UnfitText_IsRefusedAndShownEscaped()
    {
        string[] unfit = ["a\u001b[31m", "a\r\nb", "\uD800"];
        foreach (var call in unfit.SelectMany(t => new[] { Good with { Model = t }, Good with { Provider = t }, Good with { Error = t } }))
        {
            var fault = await _handler.Handle(call, default);
            fault.ShouldNotBeNull();
            fault.ShouldContain("\\u");
            fault.ShouldAllBe(c => c >= ' ' && c < 0x7F);
        }
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(253_402_300_799_999, true)]
    [InlineData(253_402_300_800_000, false)]
    public async Task Handle_Time_IsOneThatCanBeWritten(long time, bool taken) =>
        (await _handler.Handle(Good with { TimeUnixMs = time }, default) is null).ShouldBe(taken);
}

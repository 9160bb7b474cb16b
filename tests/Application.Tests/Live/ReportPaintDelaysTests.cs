using CleanLite.Application.Live;
using NSubstitute;

namespace CleanLite.Application.Tests.Live;

public sealed class ReportPaintDelaysTests
{
    private readonly IPaintDelays _delays = Substitute.For<IPaintDelays>();

    [Fact]
    public async Task Handle_Samples_RecordsEach()
    {
        (await HandleAsync(0, 12.5, 60_000)).ShouldBeEmpty();
        _delays.Received(1).Record(TimeSpan.Zero);
        _delays.Received(1).Record(TimeSpan.FromMilliseconds(12.5));
        _delays.Received(1).Record(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(-1, "delaysMs[1] is -1; 0 to 60000 are allowed.")]
    [InlineData(60_000.5, "delaysMs[1] is 60000.5; 0 to 60000 are allowed.")]
    [InlineData(double.NaN, "delaysMs[1] is NaN; 0 to 60000 are allowed.")]
    public async Task Handle_OneBadSample_RecordsNone(double bad, string fault)
    {
        (await HandleAsync(1, bad)).ShouldBe([fault]);
        _delays.DidNotReceiveWithAnyArgs().Record(default);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task Handle_TooFewOrTooMany_SaysHowMany(int count)
    {
        (await HandleAsync(new double[count])).ShouldBe([$"delaysMs has {count} samples; 1 to 100 are allowed."]);
        _delays.DidNotReceiveWithAnyArgs().Record(default);
    }

    private Task<IReadOnlyList<string>> HandleAsync(params double[] delays) =>
        new ReportPaintDelaysHandler(new ReportPaintDelaysValidator(), _delays).Handle(new ReportPaintDelaysCommand(delays), default);
}

using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Testing;
using NSubstitute;

namespace CleanLite.Application.Tests.Fleet;

/// <summary>Setting, showing and removing an agent's configuration, and showing a push.</summary>
public sealed class ConfigUseCaseTests
{
    private static readonly ConfigDraft Draft = new(1_000, ["cpu"], []);

    private readonly FakeTime _time = new();
    private readonly PushBed _bed = new();

    [Fact]
    public async Task Set_Good_IsSetThenPushedThenKept()
    {
        var receipt = PushBed.ReceiptOf(new PushBody.ReportInterval(1, 1));
        _bed.Desk.PushConfig(default!, "", default).ReturnsForAnyArgs(new PushOutcome.Made(receipt));
        var set = (await SetAsync(new PushConfigCommand(PushBed.Agent, Draft, "Why", 5_000))).ShouldBeOfType<PushConfigAnswer.Set>();
        (set.Desired.Agent, set.Desired.SetUnixMs, set.Desired.Config.ReportIntervalMs).ShouldBe((PushBed.Agent, _time.UnixMs, 1_000));
        (set.Pushes.ShouldHaveSingleItem(), set.Unsent, set.IsKept).ShouldBe((receipt, 0, true));
        Received.InOrder(() =>
        {
            _bed.Configs.TrySet(set.Desired);
            _bed.Desk.PushConfig(PushBed.Agent, "Why", TimeSpan.FromSeconds(5));
            _ = _bed.Configs.SaveAsync().AsTask();
        });
    }

    [Fact]
    public async Task Set_NotKeptAndNotSent_SaysSo()
    {
        _bed.Desk.PushConfig(default!, "", default).ReturnsForAnyArgs(new PushOutcome.Full("Too many."));
        _bed.IsKept = false;
        var set = (await SetAsync(new PushConfigCommand(PushBed.Agent, Draft))).ShouldBeOfType<PushConfigAnswer.Set>();
        (set.Pushes.Count, set.Unsent, set.IsKept).ShouldBe((0, 1, false));
    }

    [Fact]
    public async Task Set_AtTheCap_PushesNothing()
    {
        _bed.Configs.TrySet(default!).ReturnsForAnyArgs(false);
        (await SetAsync(new PushConfigCommand(PushBed.Agent, Draft))).ShouldBeOfType<PushConfigAnswer.Full>().Detail.ShouldContain("10000");
        _bed.Desk.DidNotReceiveWithAnyArgs().PushConfig(default!, "", default);
    }

    [Fact]
    public async Task Set_Wrong_TellsAllFaultsAndSetsNothing()
    {
        var command = new PushConfigCommand(PushBed.Agent, new ConfigDraft(99, ["CPU"], [KeyValuePair.Create("", "")]), new string('r', 256), 1);
        var faults = string.Join(' ', (await SetAsync(command)).ShouldBeOfType<PushConfigAnswer.Invalid>().Faults);
        foreach (var fault in new[] { "reportIntervalMs is 99", "collect holds 'CPU'", "settings has the name ''", "reason is", "expiresInMs is 1" })
            faults.ShouldContain(fault);
        _bed.Configs.DidNotReceiveWithAnyArgs().TrySet(default!);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public async Task Set_Reason_IsBounded(int length, bool taken) =>
        (await SetAsync(new PushConfigCommand(PushBed.Agent, Draft, new string('r', length))) is PushConfigAnswer.Set).ShouldBe(taken);

    [Fact]
    public async Task Remove_Own_PushesWhatIsNowToBeRunWith()
    {
        var receipt = PushBed.ReceiptOf(new PushBody.ReportInterval(1, 1));
        _bed.Configs.TryRemove(PushBed.Agent).Returns(true);
        _bed.Desk.PushConfig(PushBed.Agent, Arg.Any<string>(), _bed.Fleet.PushTimeToLive).Returns(new PushOutcome.Made(receipt));
        (await RemoveAsync()).ShouldBe(new RemovedConfig(receipt, IsKept: true));
    }

    [Fact]
    public async Task Remove_NotKept_SaysSo()
    {
        _bed.Configs.TryRemove(PushBed.Agent).Returns(true);
        _bed.IsKept = false;
        (await RemoveAsync()).ShouldBe(new RemovedConfig(null, IsKept: false));
    }

    [Fact]
    public async Task Remove_NothingThere_DoesNothing()
    {
        (await RemoveAsync()).ShouldBeNull();
        _bed.Desk.DidNotReceiveWithAnyArgs().PushConfig(default!, "", default);
        await _bed.Configs.DidNotReceiveWithAnyArgs().SaveAsync();
    }

    [Fact]
    public async Task Show_Config_IsThatOfTheAgentsLabels()
    {
        var agents = Substitute.For<IAgentRegistry>();
        var labels = LabelSet.Of(("env", "prod"));
        agents.Find(PushBed.Agent).Returns(new AgentSummary { Id = PushBed.Agent, State = AgentState.Online, SinceUnixMs = 1, Labels = labels });
        var desired = DesiredConfig.OfGroup(labels, AgentConfig.TryCreate(500, [], [], out _)!, 1);
        _bed.Configs.For(PushBed.Agent, labels).Returns(desired);
        (await new GetConfigHandler(_bed.Configs, agents).Handle(new GetConfigQuery(PushBed.Agent), default)).ShouldBe(desired);
    }

    [Theory]
    [InlineData("p1", true)]
    [InlineData("", false)]
    [InlineData("p 1", false)]
    [InlineData("p\u001b", false)]
    public async Task Show_Push_AsksTheDeskOnlyForWhatCanBeAnId(string id, bool asked)
    {
        _bed.Desk.Find(default!).ReturnsForAnyArgs(PushBed.ReceiptOf(new PushBody.ReportInterval(1, 1)));
        (await new GetPushHandler(new GetPushValidator(), _bed.Desk).Handle(new GetPushQuery(id), default) is not null).ShouldBe(asked);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Show_Push_IdIsBounded(int length, bool taken) => new GetPushValidator().Validate(new GetPushQuery(new string('a', length))).IsValid.ShouldBe(taken);

    private Task<PushConfigAnswer> SetAsync(PushConfigCommand command) =>
        new PushConfigHandler(new PushConfigValidator(), _bed.Configs, _bed.Desk, _bed.Fleet, _time).Handle(command, default);

    private Task<RemovedConfig?> RemoveAsync() => new RemoveConfigHandler(_bed.Configs, _bed.Desk, _bed.Fleet).Handle(new RemoveConfigCommand(PushBed.Agent), default);
}

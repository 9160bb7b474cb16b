using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;
using NSubstitute;

namespace CleanLite.Application.Tests.Fleet;

/// <summary>Actions, intervals and sample requests: what reaches the desk, and what is refused before it.</summary>
public sealed class PushCommandTests
{
    private readonly PushBed _bed = new();

    [Fact]
    public async Task Action_Good_IsPushedForTheUsualTime()
    {
        var outcome = await ActAsync(new PushActionCommand(PushBed.Agent, "refresh", [KeyValuePair.Create("scope", "all")]));
        outcome.ShouldBeOfType<PushOutcome.Made>();
        _bed.Desk.Received(1).Push(
            PushBed.Agent, Arg.Is<PushBody.Action>(a => a.Name == "refresh" && a.Arguments["scope"] == "all"), _bed.Fleet.PushTimeToLive);
    }

    [Fact]
    public async Task Action_Lifetime_IsTheCallers()
    {
        await ActAsync(new PushActionCommand(PushBed.Agent, "refresh", [], 30_000));
        _bed.Desk.Received(1).Push(PushBed.Agent, Arg.Any<PushBody>(), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(999L)]
    [InlineData(7 * 86_400_000L + 1)]
    public async Task Action_LifetimeOutOfRange_IsRefused(long life) =>
        _bed.FaultsOf(await ActAsync(new PushActionCommand(PushBed.Agent, "refresh", [], life))).ShouldContain($"expiresInMs is {life}");

    [Theory]
    [InlineData(1_000L)]
    [InlineData(7 * 86_400_000L)]
    public async Task Action_LifetimeAtItsBounds_IsTaken(long life) =>
        (await ActAsync(new PushActionCommand(PushBed.Agent, "refresh", [], life))).ShouldBeOfType<PushOutcome.Made>();

    [Theory]
    [InlineData("")]
    [InlineData("rm -rf")]
    [InlineData("re\u001bstart")]
    public async Task Action_NameThatIsNone_IsRefused(string name) =>
        _bed.FaultsOf(await ActAsync(new PushActionCommand(PushBed.Agent, name, []))).ShouldStartWith("name:");

    [Fact]
    public async Task Action_Arguments_AreBounded()
    {
        (await ActAsync(With(16, 64, 512))).ShouldBeOfType<PushOutcome.Made>();
        _bed.Desk.ClearReceivedCalls();
        _bed.FaultsOf(await ActAsync(With(17, 64, 512))).ShouldContain("arguments has 17 entries");
        _bed.FaultsOf(await ActAsync(With(1, 65, 1))).ShouldContain("65 characters");
        _bed.FaultsOf(await ActAsync(With(1, 4, 513))).ShouldContain("513 characters");
    }

    [Fact]
    public async Task Action_RestartWithArguments_IsRefused() =>
        _bed.FaultsOf(await ActAsync(new PushActionCommand(PushBed.Agent, "restart", [KeyValuePair.Create("a", "b")]))).ShouldContain("a restart takes none");

    [Fact]
    public async Task Action_ArgumentNamedTwice_IsRefused() => _bed
        .FaultsOf(await ActAsync(new PushActionCommand(PushBed.Agent, "refresh", [KeyValuePair.Create("a", "b"), KeyValuePair.Create("a", "c")])))
        .ShouldContain("twice");

    [Fact]
    public async Task Action_SeveralFaults_AreToldTogether()
    {
        var faults = _bed.FaultsOf(await ActAsync(new PushActionCommand(PushBed.Agent, "", [KeyValuePair.Create("a", "\n")], 1)));
        faults.ShouldContain("name:");
        faults.ShouldContain("arguments.a");
        faults.ShouldContain("expiresInMs");
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(86_400_000, 1_000)]
    [InlineData(1_000, 86_400_000)]
    public async Task Interval_WithinItsBounds_IsPushed(long interval, long lease)
    {
        (await SetAsync(new PushIntervalCommand(PushBed.Agent, interval, lease))).ShouldBeOfType<PushOutcome.Made>();
        _bed.Desk.Received(1).Push(PushBed.Agent, new PushBody.ReportInterval((int)interval, (int)lease), _bed.Fleet.PushTimeToLive);
    }

    [Theory]
    [InlineData(99, 0, "intervalMs is 99")]
    [InlineData(86_400_001, 0, "intervalMs is 86400001")]
    [InlineData(long.MaxValue, 0, "intervalMs is 9223372036854775807")]
    [InlineData(1_000, 999, "leaseMs is 999")]
    [InlineData(1_000, 86_400_001, "leaseMs is 86400001")]
    [InlineData(1_000, -1, "leaseMs is -1")]
    public async Task Interval_OutOfItsBounds_IsRefused(long interval, long lease, string fault) =>
        _bed.FaultsOf(await SetAsync(new PushIntervalCommand(PushBed.Agent, interval, lease))).ShouldContain(fault);

    [Fact]
    public async Task Sample_WithoutANameOrALimit_GetsBoth()
    {
        await AskAsync(new RequestSampleCommand(PushBed.Agent, "", ["cpu.*"], 0));
        _bed.Desk.Received(1).Push(
            PushBed.Agent,
            Arg.Is<PushBody.SampleRequest>(s => s.RequestId.Length == 32 && s.Metrics[0] == "cpu.*" && s.Limit == _bed.Fleet.MaxSampleSeries),
            _bed.Fleet.PushTimeToLive);
    }

    [Fact]
    public async Task Sample_NameAndLimit_AreTheCallers()
    {
        await AskAsync(new RequestSampleCommand(PushBed.Agent, "mine", [], _bed.Fleet.MaxSampleSeries));
        _bed.Desk.Received(1).Push(
            PushBed.Agent, Arg.Is<PushBody.SampleRequest>(s => s.RequestId == "mine" && s.Limit == _bed.Fleet.MaxSampleSeries), _bed.Fleet.PushTimeToLive);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_001)]
    public async Task Sample_LimitOutOfItsBounds_IsRefused(long limit) =>
        _bed.FaultsOf(await AskAsync(new RequestSampleCommand(PushBed.Agent, "", [], limit))).ShouldContain($"limit is {limit}");

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task Sample_Patterns_AreBounded(int count, bool taken) =>
        (await AskAsync(new RequestSampleCommand(PushBed.Agent, "", [.. Enumerable.Repeat("cpu", count)], 0)) is PushOutcome.Made).ShouldBe(taken);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task Sample_Name_IsBounded(int length, bool taken) =>
        (await AskAsync(new RequestSampleCommand(PushBed.Agent, new string('r', length), [], 0)) is PushOutcome.Made).ShouldBe(taken);

    [Fact]
    public async Task Desk_Refuses_IsPassedOn()
    {
        var full = new PushOutcome.Full("Too many.");
        _bed.Desk.Push(default!, default!, default).ReturnsForAnyArgs(full);
        (await SetAsync(new PushIntervalCommand(PushBed.Agent, 1_000))).ShouldBe(full);
    }

    private static PushActionCommand With(int count, int nameLength, int valueLength) => new(PushBed.Agent, "refresh", [.. Enumerable.Range(0, count)
        .Select(i => KeyValuePair.Create($"{(char)('a' + i)}{new string('n', nameLength - 1)}", new string('v', valueLength)))]);

    private Task<PushOutcome> ActAsync(PushActionCommand command) => new PushActionHandler(new PushActionValidator(), _bed.Desk, _bed.Fleet).Handle(command, default);

    private Task<PushOutcome> SetAsync(PushIntervalCommand command) => new PushIntervalHandler(new PushIntervalValidator(), _bed.Desk, _bed.Fleet).Handle(command, default);

    private Task<PushOutcome> AskAsync(RequestSampleCommand command) =>
        new RequestSampleHandler(new RequestSampleValidator(_bed.Fleet), _bed.Desk, _bed.Fleet).Handle(command, default);
}

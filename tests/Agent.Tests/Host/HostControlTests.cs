using CleanLite.Agent.Host;
using CleanLite.Agent.Tests.Fakes;
using CleanLite.V1;
using State = CleanLite.V1.PushAck.Types.State;

namespace CleanLite.Agent.Tests.Host;

/// <summary>What the host agent does with pushes, on a host made of files.</summary>
public sealed class HostControlTests : IAsyncDisposable
{
    private readonly HostFixture _host = new();
    private readonly FakeServer _server = new() { Refusal = "refused" };
    private readonly ListLog _log = new();
    private readonly CancellationTokenSource _stop = new();

    private AgentClient? _client;
    private ReportLoop? _loop;
    private Task _running = Task.CompletedTask;

    public HostControlTests()
    {
        _host.Write("proc/loadavg", "0.5 1 2 1/2 3\n").Write("proc/uptime", "5 5\n").Write("proc/meminfo", "MemTotal: 100 kB\nMemFree: 40 kB\nMemAvailable: 60 kB\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        if (_client is not null)
            await _client.DisposeAsync();
        _host.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Config_Possible_IsInForceWithItsHashAndMarksItsFirstPoints()
    {
        var control = Start(collect: ["load"]);
        control.ConfigHash.ShouldBeEmpty();

        var answer = await PushAsync(control, new AgentConfig { Hash = "h1", ReportIntervalMs = 5_000, Collect = { "uptime" } });

        answer.ShouldBe(new PushAck { State = State.Applied, ConfigHash = "h1" });
        (control.ConfigHash, control.ReportInterval).ShouldBe(("h1", TimeSpan.FromSeconds(5)));
        (await NamesAsync(control)).ShouldBe(["system.uptime", "cleanlite.agent.config{config.hash=h1}"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("nonsense", 1_000u, "", "", "collect holds 'nonsense'; allowed: cpu, load")]
    [InlineData("load", 99u, "", "", "report_interval_ms is 99; allowed: 0, or 100 to 86400000.")]
    [InlineData("load", 0u, "period.load", "often", "period.load is 'often'; allowed: 100ms to 60m")]
    public async Task Config_Impossible_FailsAndChangesNothing(string group, uint interval, string setting, string value, string told)
    {
        var control = Start(collect: ["load"]);
        await PushAsync(control, new AgentConfig { Hash = "h1", Collect = { "uptime" } });
        var config = new AgentConfig { Hash = "h2", ReportIntervalMs = interval, Collect = { group } };
        if (setting.Length > 0)
            config.Settings.Add(setting, value);

        var answer = await PushAsync(control, config);

        (answer.State, answer.ConfigHash).ShouldBe((State.Failed, "h1"));
        answer.Detail.ShouldStartWith(told);
        control.InForce!.Groups.ShouldBe(["uptime"]);
    }

    [Fact]
    public async Task Config_WithoutGroupsAndInterval_IsAsTheAgentWasStarted()
    {
        var control = Start(collect: ["load"]);
        await PushAsync(control, new AgentConfig { Hash = "h1", ReportIntervalMs = 5_000, Collect = { "uptime" } });
        await PushAsync(control, new AgentConfig { Hash = "h2" });

        control.ReportInterval.ShouldBe(TimeSpan.FromSeconds(1));
        control.InForce!.Groups.ShouldBe(["load"]);
    }

    [Fact]
    public async Task Config_Settings_ExcludeAndUnknownOnes_AreObeyedOrNamed()
    {
        var control = Start(collect: ["load", "uptime", "memory"]);
        var config = new AgentConfig { Hash = "h1", Settings = { ["exclude"] = "system.memory.*, system.uptime", ["colour"] = "blue" } };

        var answer = await PushAsync(control, config);

        (answer.State, answer.Detail).ShouldBe((State.Applied, "These settings mean nothing to this agent: colour."));

        // The load is read every 5 s, so that it comes some ticks after the marker of the change.
        await _host.Time.AdvanceUntilAsync(() => _loop!.Newest().Any(point => point.Series.Metric.StartsWith("system.cpu.load", StringComparison.Ordinal)), TimeSpan.FromSeconds(1));
        var names = await NamesAsync(control);
        names.ShouldContain("system.cpu.load_average.1m");
        names.ShouldNotContain(name => name.StartsWith("system.memory", StringComparison.Ordinal) || name == "system.uptime");
    }

    [Fact]
    public async Task Config_PeriodOfAGroup_IsObeyed()
    {
        var control = Start(collect: ["uptime"]);
        await PushAsync(control, new AgentConfig { Hash = "h1", ReportIntervalMs = 1_000, Settings = { ["period.uptime"] = "2s" } });
        var begun = _client!.Status.PointsProduced;
        await _host.Time.AdvanceUntilAsync(() => _client.Status.PointsProduced >= begun + 5);
        var at = _host.Time.Elapsed;
        await _host.Time.AdvanceUntilAsync(() => _client.Status.PointsProduced >= begun + 10);
        (_host.Time.Elapsed - at).ShouldBeInRange(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task Config_TheSameAgain_ChangesNothing()
    {
        var control = Start(collect: ["load"]);
        await PushAsync(control, new AgentConfig { Hash = "h1" });
        var plan = control.InForce;
        (await PushAsync(control, new AgentConfig { Hash = "h1" })).State.ShouldBe(State.Applied);
        control.InForce.ShouldBeSameAs(plan);
    }

    [Fact]
    public async Task Config_Remembered_IsInForceAtTheNextStartBeforeAnyServerSpoke()
    {
        var directory = Path.Combine(_host.Root, "state");
        var first = Start(collect: ["load"], state: directory);
        await PushAsync(first, new AgentConfig { Hash = "h1", ReportIntervalMs = 7_000, Collect = { "uptime" }, Settings = { ["exclude"] = "a*" } });

        var next = new HostControl(Options, new HostOptions { Collect = ["load"], Root = _host.Root, StateDirectory = directory });

        (next.ConfigHash, next.ReportInterval).ShouldBe(("h1", TimeSpan.FromSeconds(7)));
        next.InForce!.Groups.ShouldBe(["uptime"]);
        var other = new HostControl(Options with { AgentId = "team/web:2" }, new HostOptions { Root = _host.Root, StateDirectory = directory });
        other.InForce.ShouldBeNull("another agent in the same directory has a file of its own");
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("""{"hash":"h1","collect":["nonsense"]}""")]
    public void Config_RememberedButUnreadable_IsALineInTheLogAndNoMore(string content)
    {
        var directory = Path.Combine(_host.Root, "state");
        new ConfigMemory(directory, "web-1", _log).Remember(new AgentConfig { Hash = "h1" });
        File.WriteAllText(Directory.GetFiles(directory).Single(), content);

        new HostControl(Options, new HostOptions { Root = _host.Root, StateDirectory = directory }).InForce.ShouldBeNull();
        _log.Lines.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Config_CannotBeRemembered_IsInForceAllTheSame()
    {
        _host.Write("state", "a file where the directory ought to be");
        var control = Start(collect: ["load"], state: Path.Combine(_host.Root, "state"));
        (await PushAsync(control, new AgentConfig { Hash = "h1" })).State.ShouldBe(State.Applied);
        _log.Lines.ShouldContain(line => line.Contains("could not be kept"));
    }

    [Theory]
    [InlineData("refresh", State.Applied)]
    [InlineData("restart", State.Refused)]
    public async Task Action_ByDefault_OnlyRefreshIsAllowed(string action, State state)
    {
        var control = Start(collect: ["load"]);
        var answer = await HandleAsync(control, new Push { Action = new AgentAction { Name = action } });
        answer.State.ShouldBe(state);
        control.Answered(answer);
        control.Restart.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Action_RestartAllowed_BeginsOnceItsAnswerWaitsToBeSent()
    {
        var control = Start(collect: ["load"], allowed: ["restart"]);
        var answer = await HandleAsync(control, new Push { Action = new AgentAction { Name = "restart" } });
        (answer.State, control.Restart.IsCompleted).ShouldBe((State.Applying, false));
        control.Answered(answer);
        control.Restart.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Action_RestartWithArguments_IsRefused()
    {
        var control = Start(collect: ["load"], allowed: ["restart"]);
        var answer = await HandleAsync(control, new Push { Action = new AgentAction { Name = "restart", Arguments = { ["command"] = "rm -rf /" } } });
        control.Answered(answer);
        (answer.State, control.Restart.IsCompleted).ShouldBe((State.Refused, false));
    }

    [Fact]
    public async Task Sample_Patterns_TellsTheNewestOfWhatFits()
    {
        _server.Refusal = null;
        var control = Start(collect: ["load", "uptime", "memory"]);
        var connection = await _server.WelcomeAsync();
        await Eventually.HoldsAsync(() => _client!.Status.PointsProduced > 0, "it has ticked");

        var push = new Push { SampleRequest = new SampleRequest { RequestId = "r1", Metrics = { "system.*.usage", "system.uptime" }, Limit = 2 } };
        var answer = await HandleAsync(control, push);

        answer.State.ShouldBe(State.Applied);
        var result = await SampleAsync(connection);
        result.RequestId.ShouldBe("r1");
        result.Series.Count.ShouldBe(2);
        result.Series.ShouldAllBe(s => s.Metric == "system.memory.usage" || s.Metric == "system.uptime");
        result.Series.ShouldAllBe(s => s.Timestamps.Count == 1 && s.Values.Count == 1);
    }

    [Fact]
    public async Task Interval_Leased_FallsBackByItself()
    {
        var control = Start(collect: ["load"], interval: TimeSpan.FromMinutes(5));
        await PushAsync(control, new AgentConfig { Hash = "h1", Settings = { ["period.load"] = "100ms" } });
        var before = _client!.Status.PointsProduced;
        var answer = await HandleAsync(control, new Push { ReportInterval = new ReportInterval { IntervalMs = 1_000, LeaseMs = 10_000 } });
        answer.State.ShouldBe(State.Applied);

        await _host.Time.AdvanceUntilAsync(() => _client.Status.PointsProduced >= before + 8);
        await PassAsync(seconds: 15);
        var after = _client.Status.PointsProduced;
        await PassAsync(seconds: 60);

        // A minute brought a tick or two at the most, not sixty.
        (_client.Status.PointsProduced - after).ShouldBeLessThan(10);
    }

    [Fact]
    public async Task Interval_ForGood_IsToldInTheNextHello()
    {
        var control = Start(collect: ["load"]);
        await HandleAsync(control, new Push { ReportInterval = new ReportInterval { IntervalMs = 3_000 } });
        control.ReportInterval.ShouldBe(TimeSpan.FromSeconds(3));
        (await HandleAsync(control, new Push { ReportInterval = new ReportInterval { IntervalMs = 5 } })).State.ShouldBe(State.Failed);
    }

    [Fact]
    public async Task Welcome_WithAConfiguration_PutsItInForceAndReportsItWithoutAPush()
    {
        _server.Refusal = null;
        var control = Start(collect: ["load"]);
        var connection = await _server.AcceptAsync();
        var hello = (await connection.ReadAsync()).Hello;
        hello.Capabilities.ShouldBe(["config", "sample", "interval", "action:refresh", "action:restart"]);
        hello.ConfigHash.ShouldBeEmpty();
        connection.Send(new ServerMessage { Welcome = new Welcome { Config = new AgentConfig { Hash = "h1", Collect = { "uptime" } } } });

        PushAck? answer = null;
        while (answer is null)
            answer = (await connection.ReadAsync()).PushAck;

        (answer.PushId, answer.State, answer.ConfigHash).ShouldBe(("", State.Applied, "h1"));
        control.ConfigHash.ShouldBe("h1");
    }

    private static ValueTask<PushAck> HandleAsync(HostControl control, Push push) => control.HandleAsync(push, CancellationToken.None);

    private static ValueTask<PushAck> PushAsync(HostControl control, AgentConfig config) =>
        HandleAsync(control, new Push { ConfigChanged = new ConfigChanged { Config = config } });

    private async Task PassAsync(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            _host.Time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.SettleAsync();
        }
    }

    private static async Task<SampleResult> SampleAsync(FakeConnection connection)
    {
        while (true)
        {
            if ((await connection.ReadAsync()).SampleResult is { } result)
                return result;
        }
    }

    private AgentOptions Options => new() { AgentId = "web-1", TimeProvider = _host.Time, Logger = _log, Jitter = new FixedJitter(0) };

    private HostControl Start(
        IReadOnlyCollection<string> collect, IReadOnlyCollection<string>? allowed = null, string? state = null, TimeSpan? interval = null)
    {
        var options = Options with { ReportInterval = interval ?? TimeSpan.FromSeconds(1) };
        var host = new HostOptions { Collect = collect, Root = _host.Root, StateDirectory = state, AllowedActions = allowed ?? HostOptions.DefaultActions };
        var control = new HostControl(options, host);
        _client = new AgentClient(options with { PushHandler = control }, _server);
        _loop = control.Attach(_client);
        _running = _loop.RunAsync(_stop.Token);
        return control;
    }

    // What the tick after the change gave; it comes at once, a little of the host's time apart from the one before.
    private async Task<List<string>> NamesAsync(HostControl control)
    {
        await _host.Time.AdvanceUntilAsync(() => _loop!.Newest().Any(point => point.Series.Metric == "cleanlite.agent.config"), TimeSpan.FromMilliseconds(1));
        control.ConfigHash.ShouldNotBeEmpty();
        return [.. _loop!.Newest().Select(point => HostFixture.NameOf(point.Series))];
    }
}

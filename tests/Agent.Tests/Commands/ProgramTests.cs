using CleanLite.Agent.Tests.Fakes;

namespace CleanLite.Agent.Tests.Commands;

public sealed class ProgramTests : IDisposable
{
    private readonly HostFixture _host = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Run_Help_PrintsExamplesAndEveryGroup()
    {
        (await RunAsync("--help")).ShouldBe(0);

        _output.ToString().ShouldContain("Examples:");
        foreach (var group in HostOptions.Groups)
            _output.ToString().ShouldContain(group);
    }

    [Fact]
    public async Task Run_Version_PrintsOneLine()
    {
        (await RunAsync("--version")).ShouldBe(0);

        _output.ToString().ShouldMatch(@"^cleanlite-agent \d+\.\d+\.\d+\s*$");
    }

    [Fact]
    public async Task Run_UnknownArgument_TellsAndExitsWithTwo()
    {
        (await RunAsync("--sever", "x")).ShouldBe(2);

        _errors.ToString().ShouldContain("'--sever' is not known");
        _output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_Once_PrintsTheTable()
    {
        _host.Write("proc/loadavg", "0.5 1 2 1/2 3\n");

        (await RunAsync("--once", "--collect", "load,cpu", "--interval", "100ms")).ShouldBe(0);

        string[] lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldMatch("^METRIC +LABELS +VALUE +UNIT$");
        lines[1].ShouldMatch("^system.cpu.load_average.1m +0.5  {thread}$");
        lines.Length.ShouldBe(4);
        _errors.ToString().ShouldContain("group cpu");
    }

    [Fact]
    public async Task Run_OnceWithNothingToRead_ExitsWithOne() =>
        (await RunAsync("--once", "--interval", "100ms", "--collect", "cpu")).ShouldBe(1);

    [Fact]
    public async Task Run_Stopped_LeavesWithZero()
    {
        using var stopping = new CancellationTokenSource();
        var running = RunAsync(stopping.Token, "--server", "http://127.0.0.1:1", "--collect", "cpu");

        await stopping.CancelAsync();

        (await running.WaitAsync(Eventually.Patience)).ShouldBe(0);
    }

    private Task<int> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    private Task<int> RunAsync(CancellationToken stopping, params string[] args) =>
        Program.RunAsync(args, name => name == "CLEANLITE_HOST_ROOT" ? _host.Root : null, _output, _errors, stopping);
}

namespace CleanLite.Api.Tests.Foreign;

/// <summary>Clients of other people's libraries against the real server (tests/Foreign/README.md).</summary>
public sealed class ForeignClientTests
{
    // What the scenarios count on.
    private static readonly string[] Limits =
        ["Ingest:MaxSeriesPerBatch=8", "Ingest:MaxPointsPerBatch=20", "Ingest:MaxLabelsPerSeries=3", "Ingest:MaxSeriesPerAgent=8"];

    [Fact]
    public async Task GrpcJs_Scenario_Passes()
    {
        var folder = RepositoryFolder.At("tests", "Foreign", "grpc-js");
        await NodeModules.EnsureAsync(folder);
        await PassesAsync("js", "node", [Path.Combine(folder, "scenario.js")], steps: 12);
    }

    // Debian's own Python, which is the one that has Debian's grpcio.
    [Fact]
    public async Task PythonGrpcio_Scenario_Passes() =>
        await PassesAsync("py", "/usr/bin/python3", [RepositoryFolder.At("tests", "Foreign", "python", "scenario.py")], steps: 10);

    [Fact]
    public async Task PythonWebsockets_Scenario_Passes()
    {
        await using var server = await TestServer.StartAsync();
        string[] arguments = [RepositoryFolder.At("tests", "Foreign", "python", "websocket_scenario.py"), RepositoryFolder.At("protos"), server.Http.Authority];
        var (exitCode, output) = await OtherProgram.RunAsync("/usr/bin/python3", arguments, RepositoryFolder.Path);
        output.ShouldContain("PASS: 6 steps");
        exitCode.ShouldBe(0, output);
        ValuesOf(server, "ws-py").ShouldBe(Enumerable.Range(1, 100).Select(i => (double)i));
    }

    [Fact]
    public async Task PythonProtobuf_WatchingCompactFrames_Passes()
    {
        await using var server = await TestServer.StartAsync(fakeBroadcaster: false);
        var viewer = RepositoryFolder.At("tests", "Foreign", "python", "viewer.py");
        var (exitCode, output) = await OtherProgram.RunAsync(
            "/usr/bin/python3", [viewer, RepositoryFolder.At("protos"), server.Http.Authority], RepositoryFolder.Path);

        output.ShouldContain("PASS: compact viewer");
        exitCode.ShouldBe(0, output);
    }

    private static async Task PassesAsync(string prefix, string program, string[] arguments, int steps)
    {
        await using var server = await TestServer.StartAsync(Limits);
        var (exitCode, output) = await OtherProgram.RunAsync(program, [.. arguments, RepositoryFolder.At("protos"), server.Door.Authority], RepositoryFolder.Path);

        output.ShouldContain($"PASS: {steps} steps");
        exitCode.ShouldBe(0, output);
        ValuesOf(server, $"{prefix}-thousand").ShouldBe(Enumerable.Range(1, 1_000).Select(i => (double)i));
        ValuesOf(server, $"{prefix}-reconnect").ShouldBe(Enumerable.Range(1, 30).Select(i => (double)i));
        server.Log.Errors.ShouldBeEmpty();
    }

    private static IEnumerable<double> ValuesOf(TestServer server, string agent) =>
        server.Applied.Points.Where(p => p.Series.Agent.Value == agent).Select(p => p.Value);
}

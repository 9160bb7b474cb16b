using System.Collections.Concurrent;
using System.Text.Json;
using CleanLite.Load.Linux;

namespace CleanLite.Load.Servers;

/// <summary>A CleanLite server as a child of the tool: its own process, free ports, nothing of its own to report.</summary>
internal sealed class CleanLiteProcess : IServer
{
    // The tool comes from one address; the limits per address are not what is measured.
    private static readonly string[] Arguments =
    [
        "--CleanLite:LocalAgent:Enabled=false",
        "--CleanLite:Activity:Path=",
        "--CleanLite:Fleet:ConfigPath=",
        "--CleanLite:Live:MaxViewersPerAddress=10000",
    ];

    private readonly ChildProcess _process;
    private readonly ConcurrentQueue<string> _faults;
    private bool _isKilled;

    private CleanLiteProcess(ChildProcess process, ConcurrentQueue<string> faults, Uri grpc, Uri http) =>
        (_process, _faults, Grpc, Http) = (process, faults, grpc, http);

    public int Pid => _process.Pid;

    public Uri Grpc { get; }

    public Uri Http { get; }

    /// <summary>
    /// Starts the built server and waits until it says that it is ready. Port 0 picks a free one. Lines of its log that tell of an error are added to
    /// <paramref name="faults"/>, and so is an end that nobody asked for.
    /// </summary>
    public static async Task<CleanLiteProcess> StartAsync(
        bool pinned, IEnumerable<string> settings, ConcurrentQueue<string> faults, int httpPort = 0, int grpcPort = 0)
    {
        string[] ports = [$"--CleanLite:Http:Port={httpPort}", $"--CleanLite:Grpc:Port={grpcPort}"];
        string[] command = ["dotnet", await ServerBuild.PathAsync(), .. Arguments, .. ports, .. settings];
        var process = ChildProcess.Start(
            new Dictionary<string, string>(),
            line =>
            {
                if (IsError(line)) faults.Enqueue(line);
            },
            pinned ? Pinning.Pinned(command) : command);
        var ready = await process.WaitForAsync(DoorsOf);
        return new CleanLiteProcess(process, faults, ready.Item2, ready.Item1);
    }

    /// <summary>Kills it as a power cut would.</summary>
    public Task KillAsync()
    {
        _isKilled = true;
        return _process.KillAsync();
    }

    public ValueTask DisposeAsync()
    {
        if (_process.HasExited && !_isKilled) _faults.Enqueue($"the server ended by itself, exit code {_process.ExitCode}: {_process.Lines.LastOrDefault()}");
        return _process.DisposeAsync();
    }

    /// <summary>Both doors, viewers' first, if it is the line "... is ready: open {Page}; agents connect to {Door}", as JSON because the output is no terminal.</summary>
    public static Tuple<Uri, Uri>? DoorsOf(string line)
    {
        if (!line.Contains("is ready", StringComparison.Ordinal) || !line.StartsWith('{')) return null;
        using var json = JsonDocument.Parse(line);
        var properties = json.RootElement.GetProperty("Properties");
        return Tuple.Create(new Uri(properties.GetProperty("Page").GetString()!), new Uri(properties.GetProperty("Door").GetString()!));
    }

    // A runtime that dies writes no JSON.
    private static bool IsError(string line) =>
        line.Contains("\"Level\":\"Error\"", StringComparison.Ordinal)
        || line.Contains("\"Level\":\"Fatal\"", StringComparison.Ordinal)
        || line.StartsWith("Unhandled exception", StringComparison.Ordinal)
        || line.StartsWith("Out of memory", StringComparison.Ordinal);
}

using System.Text.Json;

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

    private CleanLiteProcess(ChildProcess process, Uri grpc, Uri http) => (_process, Grpc, Http) = (process, grpc, http);

    public int Pid => _process.Pid;

    public Uri Grpc { get; }

    public Uri Http { get; }

    /// <summary>True if the process is still there.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Lines of its log that tell of an error.</summary>
    public IReadOnlyList<string> Errors =>
        [.. _process.Lines.Where(l => l.Contains("\"Level\":\"Error\"", StringComparison.Ordinal) || l.Contains("\"Level\":\"Fatal\"", StringComparison.Ordinal))];

    /// <summary>Starts the built server and waits until it says that it is ready. Port 0 picks a free one.</summary>
    public static async Task<CleanLiteProcess> StartAsync(bool pinned, IEnumerable<string> settings, int httpPort = 0, int grpcPort = 0)
    {
        string[] ports = [$"--CleanLite:Http:Port={httpPort}", $"--CleanLite:Grpc:Port={grpcPort}"];
        var process = ChildProcess.Start(pinned, new Dictionary<string, string>(), ["dotnet", await ServerBuild.PathAsync(), .. Arguments, .. ports, .. settings]);
        var ready = await process.WaitForAsync(DoorsOf);
        return new CleanLiteProcess(process, ready.Item2, ready.Item1);
    }

    /// <summary>Kills it as a power cut would.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>Both doors, viewers' first, if it is the line "... is ready: open {Page}; agents connect to {Door}", as JSON because the output is no terminal.</summary>
    public static Tuple<Uri, Uri>? DoorsOf(string line)
    {
        if (!line.Contains("is ready", StringComparison.Ordinal) || !line.StartsWith('{')) return null;
        using var json = JsonDocument.Parse(line);
        var properties = json.RootElement.GetProperty("Properties");
        return Tuple.Create(new Uri(properties.GetProperty("Page").GetString()!), new Uri(properties.GetProperty("Door").GetString()!));
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;

namespace CleanLite.Abuse.Servers;

/// <summary>The server under attack: a process of its own on free ports, with tokens for agents and viewers.</summary>
internal sealed class AbuseServer : IAsyncDisposable
{
    /// <summary>Of an agent that may speak for every id.</summary>
    public const string AgentToken = "abuse-agent-token-0123456789";

    /// <summary>Of an agent that may speak for <c>web-*</c> only.</summary>
    public const string WebToken = "abuse-web-agent-token-012345";

    public const string ViewerToken = "abuse-viewer-token-012345678";

    // One address plays thousands of clients; what the limits per address do is proven elsewhere.
    private static readonly string[] Settings =
    [
        "--CleanLite:LocalAgent:Enabled=false",
        "--CleanLite:Activity:Path=",
        "--CleanLite:Http:Port=0",
        "--CleanLite:Grpc:Port=0",
        "--CleanLite:Live:MaxViewersPerAddress=10000",
        "--CleanLite:Live:MaxCommandsPerSecond=100000",
        "--CleanLite:Live:MaxErrorsPerMinute=100000",
        "--CleanLite:Security:FailuresPerMinute=1000000",
        "--CleanLite:Security:AgentTokens:0:Name=fleet",
        $"--CleanLite:Security:AgentTokens:0:Token={AgentToken}",
        "--CleanLite:Security:AgentTokens:1:Name=web",
        $"--CleanLite:Security:AgentTokens:1:Token={WebToken}",
        "--CleanLite:Security:AgentTokens:1:Agents:0=web-*",
        "--CleanLite:Security:ViewerTokens:0:Name=wall",
        $"--CleanLite:Security:ViewerTokens:0:Token={ViewerToken}",
    ];

    // What Kestrel says, at its highest level, when it cuts a connection whose peer makes it answer and does not read, and of a connection that it
    // cut and whose task never ended.
    private static readonly string[] Expected = ["Http2QueueOperationsExceeded", "Http2FlowControlQueueOperationsExceeded", "ApplicationNeverCompleted"];

    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(40);

    private readonly ChildProcess _process;
    private readonly List<string> _errors;
    private readonly HttpClient _client;

    private AbuseServer(ChildProcess process, List<string> errors, Uri http, Uri grpc)
    {
        (_process, _errors, Http, Grpc) = (process, errors, http, grpc);
        _client = new HttpClient { BaseAddress = http };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ViewerToken);
    }

    public Uri Http { get; }

    public Uri Grpc { get; }

    public IPEndPoint HttpDoor => new(IPAddress.Loopback, Http.Port);

    public IPEndPoint GrpcDoor => new(IPAddress.Loopback, Grpc.Port);

    public int Pid => _process.Pid;

    public bool IsAlive => !_process.HasExited;

    public ProcessReading Reading => ProcessReading.Of(Pid);

    /// <summary>The newest lines of its log.</summary>
    public IEnumerable<string> LastWords => _process.Lines.TakeLast(5);

    /// <summary>Lines of its log at Error or Fatal that nobody expects.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors) return [.. _errors];
        }
    }

    public static async Task<AbuseServer> StartAsync()
    {
        var errors = new List<string>();
        var process = ChildProcess.Start(new Dictionary<string, string>(), Hear, ["dotnet", await ServerBuild.PathAsync(), .. Settings]);
        var (http, grpc) = await process.WaitForAsync(CleanLiteProcess.DoorsOf);
        return new AbuseServer(process, errors, http, grpc);

        void Hear(string line)
        {
            var isError = line.Contains("\"Level\":\"Error\"", StringComparison.Ordinal) || line.Contains("\"Level\":\"Fatal\"", StringComparison.Ordinal);
            if (!isError || Array.Exists(Expected, e => line.Contains(e, StringComparison.Ordinal))) return;
            lock (errors) errors.Add(line);
        }
    }

    /// <summary>What is held after a full collection.</summary>
    public async Task<MemoryReading> MemoryAfterCollectionAsync()
    {
        await ForcedCollection.RunAsync(Pid);
        return new MemoryReading(Reading.RssBytes / 1e6, await FigureAsync("dotnet_gc_last_collection_heap_size_bytes") / 1e6);
    }

    /// <summary>The same, waited for until it is within <paramref name="allowance"/> of <paramref name="earlier"/>: the runtime's pools give memory back after a while of quiet, not at once.</summary>
    public async Task<MemoryReading> MemoryAfterQuietAsync(MemoryReading earlier, double allowance)
    {
        var memory = await MemoryAfterCollectionAsync();
        for (var until = DateTime.UtcNow + QuietTime; !memory.IsWithin(earlier, allowance) && DateTime.UtcNow < until; memory = await MemoryAfterCollectionAsync()) await Task.Delay(QuietTime / 10);
        return memory;
    }

    /// <summary>Bytes allocated on the collector's heap since the server's start.</summary>
    public Task<double> AllocatedAsync() => FigureAsync("dotnet_gc_heap_total_allocated_bytes_total");

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _process.DisposeAsync();
    }

    // The sum over the labels of one of the server's own figures.
    private async Task<double> FigureAsync(string name)
    {
        var lines = (await _client.GetStringAsync("metrics")).Split('\n').Where(l => l.StartsWith(name, StringComparison.Ordinal));
        return lines.Sum(l => double.Parse(l.AsSpan(l.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
    }
}

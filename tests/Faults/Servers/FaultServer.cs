using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using CleanLite.Faults.Histories;
using CleanLite.Load.Linux;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;

namespace CleanLite.Faults.Servers;

/// <summary>The server of a run: one process after another over the same folder.</summary>
internal sealed class FaultServer(ServerPlan plan, IHistory history) : IAsyncDisposable
{
    private static readonly string[] Settings =
    [
        "--CleanLite:LocalAgent:Enabled=false",
        "--CleanLite:Live:MaxViewersPerAddress=10000",
        "--CleanLite:Live:HeartbeatMs=500",
        "--CleanLite:Live:PingIntervalMs=700",
        "--CleanLite:Live:PongTimeoutMs=1000",
        "--CleanLite:Live:StalledMs=1000",
        "--CleanLite:Live:QueueBytes=16777216",
        "--CleanLite:Live:MaxEventsPerSecond=1000",
        "--CleanLite:Fleet:HeartbeatIntervalMs=400",
        "--CleanLite:Fleet:DeadAfterMs=2000",
        "--CleanLite:Fleet:ReconnectGraceMs=500",
    ];

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly List<string> _errors = [];
    private readonly Stopwatch _age = new();
    private ChildProcess? _process;
    private Uri? _page;

    /// <summary>The doors of the process that runs, viewers' and agents'; null while there is none.</summary>
    public (IPEndPoint Http, IPEndPoint Grpc)? Doors { get; private set; }

    /// <summary>Its epoch.</summary>
    public string Epoch { get; private set; } = "";

    public string Folder => plan.Folder;

    public int Pid => _process!.Pid;

    public string LogPath => Path.Combine(plan.Volume?.Folder ?? plan.Folder, "activity.db");

    /// <summary>Resident memory of its process.</summary>
    public double MemoryMegabytes => ProcessReading.Of(_process!.Pid).RssBytes / 1e6;

    /// <summary>How long ago the process that runs was ready.</summary>
    public TimeSpan Age => _age.Elapsed;

    public bool IsRunning => Doors is not null;

    /// <summary>True if it ended although nobody ended it.</summary>
    public bool HasCrashed => IsRunning && _process!.HasExited;

    /// <summary>How it ended when nobody ended it.</summary>
    public string LastWords => $"exit code {_process!.ExitCode}: {string.Join(" | ", _process.Lines.TakeLast(4))}";

    /// <summary>Each start: seconds until it said that it was ready, and for how much of the time that its threads wanted a core they had one.</summary>
    public List<(double Wall, double Share)> Starts { get; } = [];

    /// <summary>Lines of its log that tell of an error nobody expects.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors) return plan.MayLogErrors ? [] : [.. _errors];
        }
    }

    public async Task StartAsync()
    {
        var clock = Stopwatch.StartNew();
        var startedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        string[] own = ["--CleanLite:Http:Port=0", "--CleanLite:Grpc:Port=0", $"--CleanLite:Activity:Path={LogPath}", $"--CleanLite:Fleet:ConfigPath={Path.Combine(plan.Folder, "configs.json")}"];
        _process = ChildProcess.Start(plan.Clock?.Environment ?? plan.Environment, Hear, [.. plan.Prefix, "dotnet", await ServerBuild.PathAsync(), .. Settings, .. own, .. plan.Settings]);
        var (page, door) = await _process.WaitForAsync(CleanLiteProcess.DoorsOf);
        Starts.Add((clock.Elapsed.TotalSeconds, ShareOfCore(_process)));
        _page = page;
        Epoch = (await GetAsync("api/v1/latest?limit=1", default)).GetProperty("epoch").GetString()!;
        history.Add(new ServerUp(Epoch, startedAt));
        _age.Restart();
        Doors = (new IPEndPoint(IPAddress.Loopback, page.Port), new IPEndPoint(IPAddress.Loopback, door.Port));
    }

    /// <summary>Ends it without a word.</summary>
    public async Task KillAsync()
    {
        history.Add(new ServerDown(Epoch, "SIGKILL"));
        Doors = null;
        await _process!.KillAsync();
    }

    /// <summary>Asks it to stop. Returns how many seconds it took, and its exit code; it is killed after ten.</summary>
    public async Task<(double Seconds, int Code)> StopAsync()
    {
        history.Add(new ServerDown(Epoch, "SIGTERM"));
        Doors = null;
        var clock = Stopwatch.StartNew();
        _process!.Signal(NativeMethods.Terminate);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited) await _process.KillAsync();
        return (clock.Elapsed.TotalSeconds, _process.ExitCode);
    }

    public void Signal(int signal) => _process!.Signal(signal);

    /// <summary>Answers of the HTTP API.</summary>
    /// <exception cref="HttpRequestException">There is no answer, or not a good one.</exception>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(_page!, path), cancellationToken);
        if (path != "health") answer.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>A metric without labels, as <c>/metrics</c> tells it.</summary>
    public async Task<double> MetricAsync(string name)
    {
        var lines = (await _http.GetStringAsync(new Uri(_page!, "metrics"))).Split('\n');
        return double.Parse(Array.Find(lines, l => l.StartsWith(name + " ", StringComparison.Ordinal))!.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <inheritdoc cref="GetAsync"/>
    public async Task<JsonElement> PostAsync(string path, string json, CancellationToken cancellationToken)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(_page!, path), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited) await _process.KillAsync();
            await _process.DisposeAsync();
        }

        _http.Dispose();
    }

    // The second number of schedstat: nanoseconds on a run queue (Documentation/scheduler/sched-stats.rst).
    private static double ShareOfCore(ChildProcess process)
    {
        var waited = Directory.GetDirectories($"/proc/{process.Pid}/task").Sum(task => long.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[1], CultureInfo.InvariantCulture)) / 1e9;
        var had = process.CpuTime.TotalSeconds;
        return had / (had + waited);
    }

    private void Hear(string line)
    {
        if (!line.Contains("\"Level\":\"Error\"", StringComparison.Ordinal) && !line.Contains("\"Level\":\"Fatal\"", StringComparison.Ordinal)) return;
        lock (_errors) _errors.Add(line);
    }
}

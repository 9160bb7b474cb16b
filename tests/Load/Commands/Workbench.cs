using System.Collections.Concurrent;
using CleanLite.Load.CommandLine;
using CleanLite.Load.Linux;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;

namespace CleanLite.Load.Commands;

/// <summary>What the commands share: the options, the server to measure, the length of a measurement.</summary>
internal sealed class Workbench(Options options)
{
    /// <summary>Settings for ten thousand streams beside those that warm the server up: the tool is one address, and the default caps are ten thousand.</summary>
    public static string[] RoomForACrowd { get; } = ["--CleanLite:Fleet:MaxAgents=20000", "--CleanLite:Fleet:MaxStreamsPerAddress=20000"];

    public Options Options => options;

    /// <summary>Server and tool each on a core of their own.</summary>
    public bool IsPinned { get; } = !options.Has("no-pin") && Pinning.IsPossible;

    /// <summary>.NET compiles in tiers; before 10 s the last one is not reached.</summary>
    public double Warmup => options.Number("warmup", 12);

    public double Seconds => options.Number("seconds", 8);

    public int Runs => options.Int("runs", 3);

    /// <summary>True if the tool may start, kill and restart the server.</summary>
    public bool OwnsServer => options.Text("grpc") is null;

    /// <summary>What a server or this tool may not do in any run: errors in a log, an end that nobody asked for, exceptions that nobody saw.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>What the first server said of itself: version, commit, runtime.</summary>
    public string? ServerVersion { get; private set; }

    /// <summary>A scenario's length in seconds: its own, or what was asked for.</summary>
    public double LengthOr(double seconds) => options.Has("minutes") ? options.Number("minutes", 1) * 60 : seconds;

    /// <summary>Starts the server with these settings, or attaches to the one that was given.</summary>
    public async Task<IServer> StartServerAsync(params string[] settings)
    {
        if (OwnsServer) return await StartOwnServerAsync(settings);
        var server = new AttachedServer(
            options.Int("pid", 0) is > 0 and var pid ? pid : throw new UsageException("--grpc wants --http and --pid beside it."),
            new Uri(options.Text("grpc")!),
            new Uri(options.Text("http") ?? throw new UsageException("--grpc wants --http and --pid beside it.")));
        ServerVersion ??= await VersionOfAsync(server);
        return server;
    }

    /// <summary>Starts the server with these settings.</summary>
    public async Task<CleanLiteProcess> StartOwnServerAsync(IEnumerable<string> settings, int httpPort = 0, int grpcPort = 0)
    {
        if (!OwnsServer) throw new UsageException("This scenario starts, kills and restarts the server; it cannot attach to one.");
        string[] all = [.. settings, .. options.All("setting").Select(s => "--" + s)];
        var server = await CleanLiteProcess.StartAsync(IsPinned, all, Faults, httpPort, grpcPort);
        ServerVersion ??= await VersionOfAsync(server);
        return server;
    }

    /// <summary>A timestamp far enough in the past for a loop without a rate, whose timestamps run ahead of the clock.</summary>
    public static long EarlyTimestamp => DateTimeOffset.UtcNow.AddMinutes(-58).ToUnixTimeMilliseconds();

    /// <summary>
    /// Measures several times. <paramref name="begin"/> is called at the start of each run and returns what is asked at its end. With
    /// <c>--quiet</c>, runs during which others used more of the machine than that are made again, up to ten times as many; in the end the quietest count.
    /// </summary>
    public async Task<List<(Usage Usage, T Found)>> MeasureAsync<T>(string what, int serverPid, Func<Func<T>> begin)
    {
        var limit = options.Number("quiet", double.MaxValue);
        var found = new List<(Usage Usage, T Found)>();
        while (found.Count(f => f.Usage.OtherCores <= limit) < Runs && found.Count < 10 * Runs)
        {
            var (end, meter) = (begin(), new UsageMeter(serverPid));
            await Progress.WaitAsync($"{what}, run {found.Count + 1}", Seconds);
            found.Add((meter.Stop(), end()));
        }

        return [.. found.OrderBy(f => f.Usage.OtherCores).Take(Runs)];
    }

    /// <summary>Measures several times how far figures that only grow have grown.</summary>
    public Task<List<(Usage Usage, long[] Counts)>> MeasureGrowthAsync(string what, int serverPid, Func<long[]> figures) =>
        MeasureAsync<long[]>(what, serverPid, () =>
        {
            var before = figures();
            return () => [.. figures().Zip(before, (after, first) => after - first)];
        });

    private static async Task<string> VersionOfAsync(IServer server) =>
        (await MetricsPage.ReadAsync(server)).Of("cleanlite_build_info").FirstOrDefault().Labels ?? "unknown";
}

using CleanLite.Load.CommandLine;
using CleanLite.Load.Linux;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;

namespace CleanLite.Load.Commands;

/// <summary>What the commands share: the options, the server to measure, the length of a measurement.</summary>
internal sealed class Workbench(Options options)
{
    public Options Options => options;

    /// <summary>Server and tool each on a core of their own.</summary>
    public bool IsPinned { get; } = !options.Has("no-pin") && Pinning.IsPossible;

    /// <summary>.NET compiles in tiers; before 10 s the last one is not reached.</summary>
    public double Warmup => options.Number("warmup", 12);

    public double Seconds => options.Number("seconds", 8);

    public int Runs => options.Int("runs", 3);

    /// <summary>True if the tool may start, kill and restart the server.</summary>
    public bool OwnsServer => options.Text("grpc") is null;

    /// <summary>A scenario's length in seconds: its own, or what was asked for.</summary>
    public double LengthOr(double seconds) => options.Has("minutes") ? options.Number("minutes", 1) * 60 : seconds;

    /// <summary>Starts the server with these settings, or attaches to the one that was given.</summary>
    public async Task<IServer> StartServerAsync(params string[] settings) => OwnsServer
        ? await StartOwnServerAsync(settings)
        : new AttachedServer(
            options.Int("pid", 0) is > 0 and var pid ? pid : throw new UsageException("--grpc wants --http and --pid beside it."),
            new Uri(options.Text("grpc")!),
            new Uri(options.Text("http") ?? throw new UsageException("--grpc wants --http and --pid beside it.")));

    /// <summary>Starts the server with these settings.</summary>
    public Task<CleanLiteProcess> StartOwnServerAsync(IEnumerable<string> settings, int httpPort = 0, int grpcPort = 0)
    {
        if (!OwnsServer) throw new UsageException("This scenario starts, kills and restarts the server; it cannot attach to one.");
        return CleanLiteProcess.StartAsync(IsPinned, [.. settings, .. options.All("setting").Select(s => "--" + s)], httpPort, grpcPort);
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
}

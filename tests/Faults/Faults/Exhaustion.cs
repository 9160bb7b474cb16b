using System.Diagnostics;
using CleanLite.Faults.Peers;
using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class Exhaustion : IFault
{
    public const int Flood = 700;

    public static readonly IReadOnlyList<string> FewDescriptors = ["prlimit", "--nofile=512:512"];

    public string Name => "F11";

    public string Summary => "file descriptors used up (prlimit 512), two worker threads, a heap of 150 MB under load";

    public string? Impossible => MissingPrlimit;

    public static string? MissingPrlimit => File.Exists("/usr/bin/prlimit") ? null : "it needs prlimit";

    public WorldPlan Plan(int seed, string folder) => (seed % 3) switch
    {
        0 => new() { Seed = seed, Server = new ServerPlan { Folder = folder, MayLogErrors = true, Prefix = FewDescriptors } },
        1 => new() { Seed = seed, Weight = 5, Server = Limited(folder, "DOTNET_ThreadPool_ForceMaxWorkerThreads", "2") },
        _ => new() { Seed = seed, Weight = 10, Server = Limited(folder, "DOTNET_GCHeapHardLimit", "9600000") },
    };

    public Task RunAsync(World world, TimeSpan duration) => Steps.RepeatAsync(duration, async () =>
    {
        world.Note($"{Flood} connections");
        var flood = await ConnectionFlood.ConnectAsync(world.Server.Doors!.Value.Http, Flood);
        await Task.Delay(300);
        var before = world.Agents.Sum(a => a.Status.PointsAcknowledged);
        await world.UntilAsync(
            "those that are there go on", () => Task.FromResult(world.Agents.Sum(a => a.Status.PointsAcknowledged) > before), TimeSpan.FromSeconds(2));
        world.Note("connections are gone");
        flood.Dispose();
        var clock = Stopwatch.StartNew();
        await world.UntilAsync("new ones are taken again", () => IsTakenAsync(world), TimeSpan.FromSeconds(5));
        world.Measure("time until new connections are taken", clock.Elapsed.TotalSeconds, "s", atMost: 1);
    });

    private static async Task<bool> IsTakenAsync(World world)
    {
        using var fresh = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        using var answer = await fresh.GetAsync(new Uri(World.UriOf(world.Server.Doors!.Value.Http), "health/live"));
        return answer.IsSuccessStatusCode;
    }

    // Numbers in the runtime's variables are hexadecimal.
    private static ServerPlan Limited(string folder, string name, string value) =>
        new() { Folder = folder, Environment = new Dictionary<string, string> { [name] = value } };
}

using CleanLite.Faults.Peers;
using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class ViewersThatDoNotRead : IFault
{
    private const int Count = 500;

    public string Name => "F6";

    public string Summary => $"{Count} viewers that never read and {Count} that read a byte a second, under load";

    public WorldPlan Plan(int seed, string folder) => new()
    {
        Seed = seed,
        Weight = 5,
        Server = new ServerPlan { Folder = folder, Settings = ["--CleanLite:Live:QueueBytes=262144"] },
    };

    public async Task RunAsync(World world, TimeSpan duration)
    {
        var before = world.MemoryMegabytes;
        var door = world.Server.Doors!.Value.Http;
        var idle = new List<IdleViewer>();
        for (var i = 0; i < 2 * Count; i++) idle.Add(await IdleViewer.ConnectAsync(door, bytesPerSecond: i % 2));
        var most = 0.0;
        await Steps.RepeatAsync(duration, async () =>
        {
            await world.JudgeLivePathAsync();
            most = Math.Max(most, world.MemoryMegabytes - before);
            await world.PauseAsync(50, 150);
        });
        world.Measure("memory more, for each of them", most / (2 * Count), "MB", atMost: 0.3);

        // They answer no ping, so each is cut for that if not for being slow.
        await world.JudgeViewersFreedAsync(world.ViewerProxies.Count + 1, TimeSpan.FromSeconds(8));
        foreach (var viewer in idle) viewer.Dispose();
    }
}

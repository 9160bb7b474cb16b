using CleanLite.Faults.Peers;
using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class ViewersThatDoNotRead : IFault
{
    private const int Count = 30;

    public string Name => "F6";

    public string Summary => $"{Count} viewers that never read and {Count} that read 1 kB/s, under load";

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
        var idle = await Task.WhenAll(Enumerable.Range(0, 2 * Count).Select(i => IdleViewer.ConnectAsync(door, bytesPerSecond: i % 2 == 0 ? 0 : 1000)));
        await Steps.RepeatAsync(duration, async () =>
        {
            await world.JudgeLivePathAsync();
            await world.PauseAsync(100, 400);
        });
        var grown = world.MemoryMegabytes - before;
        world.Judge("memory stays below 1 MB for each of them", grown <= 2 * Count, $"{grown:0} MB");

        // They answer no ping, so each is cut for that if not for being slow.
        await world.JudgeViewersFreedAsync(world.ViewerProxies.Count + 1, TimeSpan.FromSeconds(8));
        foreach (var viewer in idle) viewer.Dispose();
    }
}

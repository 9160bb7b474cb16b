using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class ViewerStopped : IFault
{
    private const string Victim = "s1";
    private const double MostMegabytes = 32;

    public string Name => "F5";

    public string Summary => "SIGSTOP one viewer under load, then SIGCONT";

    public WorldPlan Plan(int seed, string folder) => new()
    {
        Seed = seed,
        Weight = 5,
        ChildViewers = [Victim],
        ViewerSocketBytes = 4096,
        Server = new ServerPlan { Folder = folder, Settings = ["--CleanLite:Live:QueueBytes=262144"] },
    };

    public async Task RunAsync(World world, TimeSpan duration)
    {
        await world.UntilAsync("the viewer comes", async () => await world.ViewersAsync() == world.ViewerProxies.Count + 1, TimeSpan.FromSeconds(10));
        await world.PauseAsync(100, 500);
        var before = world.MemoryMegabytes;
        world.Note($"SIGSTOP {Victim}");
        world.Children[Victim].Stop();
        await Steps.RepeatAsync(duration * 0.7, async () =>
        {
            await world.JudgeLivePathAsync();
            await world.PauseAsync(100, 400);
        });
        world.Judge($"the server holds {MostMegabytes} MB more at most", world.MemoryMegabytes - before <= MostMegabytes, $"{world.MemoryMegabytes - before:0} MB");
        world.Note($"SIGCONT {Victim}");
        world.Children[Victim].Continue();
        await Task.Delay(duration * 0.3);
    }
}

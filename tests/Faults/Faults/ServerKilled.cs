using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class ServerKilled : IFault
{
    // Events may wait for their group to be committed, 20 ms by default; a busy machine takes its time.
    private const int CommitMs = 250;

    public string Name => "F1";

    public string Summary => "SIGKILL server at random points, restart over the same files";

    public WorldPlan Plan(int seed, string folder) => new() { Seed = seed, Server = new ServerPlan { Folder = folder } };

    public async Task RunAsync(World world, TimeSpan duration)
    {
        var log = new EventLogProbe(world);
        await Steps.RepeatAsync(duration, async () =>
        {
            await world.PauseAsync(100, 900);
            await log.ReadAsync();
            await world.PauseAsync(CommitMs, CommitMs + 50);
            await world.CrashServerAsync();
            await log.JudgeKeptAsync();
        });
    }
}

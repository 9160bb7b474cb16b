using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class HalfOpen : IFault
{
    public string Name => "F4";

    public string Summary => "half-open connections of agents and viewers: nothing passes, nobody is told";

    public WorldPlan Plan(int seed, string folder) => new() { Seed = seed, Server = new ServerPlan { Folder = folder } };

    public async Task RunAsync(World world, TimeSpan duration)
    {
        var viewers = world.ViewerProxies.Count + 1;
        var deadline = Environment.TickCount64 + (long)duration.TotalMilliseconds;
        await Steps.RepeatAsync(duration / 2, async () =>
        {
            var (agent, viewer) = (world.Any([.. world.AgentProxies]), world.Any([.. world.ViewerProxies]));
            world.Note($"half-open {agent.Key} and {viewer.Key}");
            agent.Value.Lose();
            viewer.Value.Lose();
            await world.PauseAsync(200, 800);
        });

        // Scaled like the settings: 2 s without a word here stand for 45 s.
        await world.UntilAsync("all agents are back", () => Task.FromResult(world.Agents.TrueForAll(a => a.Status.Connected)), TimeSpan.FromSeconds(8));
        await world.JudgeViewersFreedAsync(viewers, TimeSpan.FromSeconds(8));
        await Task.Delay((int)Math.Max(0, deadline - Environment.TickCount64));
    }
}

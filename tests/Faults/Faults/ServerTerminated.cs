using CleanLite.Faults.Peers;
using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class ServerTerminated : IFault
{
    private const int GoingAway = 1001;
    private const int Restart = 1012;

    public string Name => "F13";

    public string Summary => "SIGTERM server under the load of 50 agents, then a new one";

    public WorldPlan Plan(int seed, string folder) => new()
    {
        Seed = seed,
        Agents = 50,
        PaceMs = 200,
        Weight = 3,

        // Nobody is to be given up for being slow: who is not there cannot be told.
        Server = new ServerPlan { Folder = folder, Settings = ["--CleanLite:Live:HeartbeatMs=2000", "--CleanLite:Live:PongTimeoutMs=5000", "--CleanLite:Live:CloseTimeoutMs=3000"] },
    };

    public async Task RunAsync(World world, TimeSpan duration)
    {
        var log = new EventLogProbe(world);
        await Steps.RepeatAsync(duration, async () =>
        {
            await world.PauseAsync(300, 900);
            await log.ReadAsync();
            var told = world.Agents.ToDictionary(a => a, a => a.Goodbyes);
            await world.UntilAsync("every viewer is there", async () => await world.ViewersAsync() == world.Viewers.Count, TimeSpan.FromSeconds(10));
            using var health = await HealthWatch.BeginAsync(world.Server.Doors!.Value.Grpc);
            await world.TerminateServerAsync();
            var words = string.Join(", ", await health.Told);
            world.Judge("health is told before the end: NOT_SERVING, then UNAVAILABLE; and GOAWAY", IsOrderly(await health.Told), words);
            await world.UntilAsync(
                "every viewer is told", () => Task.FromResult(world.Viewers.All(v => v.LastCode is GoingAway or Restart)), TimeSpan.FromSeconds(2),
                () => string.Join(", ", world.Viewers.Select(v => $"{v.Name} {v.LastCode}")));
            world.Judge("every agent is told", world.Agents.TrueForAll(a => a.Goodbyes > told[a]), string.Join(", ", world.Agents.Select(a => $"{a.Id}: {a.Status.LastError}")));
            await world.RestartServerAsync();
            await log.JudgeKeptAsync();
            await world.UntilAsync("all agents are back", () => Task.FromResult(world.Agents.TrueForAll(a => a.Status.Connected)), TimeSpan.FromSeconds(15));
        });
    }

    private static bool IsOrderly(List<string> told) =>
        told.IndexOf("NOTSERVING") is >= 0 and var notServing && told.IndexOf("status 14") > notServing && told.Contains("GOAWAY");
}

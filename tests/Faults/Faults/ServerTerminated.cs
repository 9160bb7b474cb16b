using System.Globalization;
using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class ServerTerminated : IFault
{
    private const int GoingAway = 1001;
    private const int Restart = 1012;

    public string Name => "F13";

    public string Summary => "SIGTERM server under load, then a new one";

    public WorldPlan Plan(int seed, string folder) => new() { Seed = seed, Weight = 3, Server = new ServerPlan { Folder = folder } };

    public async Task RunAsync(World world, TimeSpan duration)
    {
        var log = new EventLogProbe(world);
        await Steps.RepeatAsync(duration, async () =>
        {
            await world.PauseAsync(300, 900);
            await log.ReadAsync();
            var told = world.Agents.ToDictionary(a => a, a => a.Goodbyes);
            world.Note("SIGTERM server");
            var (seconds, code) = await world.Server.StopAsync();
            world.Judge("it is gone within 5 s", seconds <= 5, string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"));
            world.Judge("its exit code is 0", code == 0, $"{code}");
            await world.UntilAsync(
                "every viewer is told", () => Task.FromResult(world.Viewers.All(v => v.LastCode is GoingAway or Restart)), TimeSpan.FromSeconds(2),
                () => string.Join(", ", world.Viewers.Select(v => $"{v.Name} {v.LastCode}")));
            world.Judge("every agent is told", world.Agents.TrueForAll(a => a.Goodbyes > told[a]), string.Join(", ", world.Agents.Select(a => $"{a.Id}: {a.Status.LastError}")));
            await world.RestartServerAsync();
            await log.JudgeKeptAsync();
            await world.UntilAsync("all agents are back", () => Task.FromResult(world.Agents.TrueForAll(a => a.Status.Connected)), TimeSpan.FromSeconds(15));
        });
    }
}

using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class AgentKilled : IFault
{
    private const string Victim = "k1";

    public string Name => "F2";

    public string Summary => "SIGKILL agent in mid-batch; it is back under its id, at times before the server hears of its end";

    public WorldPlan Plan(int seed, string folder) => new() { Seed = seed, ChildAgents = [Victim], Server = new ServerPlan { Folder = folder } };

    public async Task RunAsync(World world, TimeSpan duration)
    {
        await world.UntilAsync("the agent comes", IsOnlineAsync, TimeSpan.FromSeconds(10));
        await Steps.RepeatAsync(duration, async () =>
        {
            await world.PauseAsync(100, 700);
            var isUnheard = world.Random.Next(2) == 0;
            if (isUnheard)
            {
                world.Note($"half-open {Victim}");
                world.AgentProxies[Victim].Lose();
            }

            var session = await SessionAsync();
            await world.CrashAgentAsync(Victim);
            await world.UntilAsync("the new session wins", async () => await SessionAsync() != session && await IsOnlineAsync(), TimeSpan.FromSeconds(10));
            var push = await world.Actions.AskAsync(Victim, default);
            await world.UntilAsync("a push reaches the new session", async () => push is not null && await world.Actions.StateOfAsync(push, default) == "applied", TimeSpan.FromSeconds(5));
        });

        // The old stream is found dead by then; its end must not be told of the new one.
        await Task.Delay(world.Random.Next(2) == 0 ? 600 : 2600);
        world.Judge("the live session is not told offline", await IsOnlineAsync(), "it is not online");
        var events = await world.Server.GetAsync($"api/v1/events?agent={Victim}&type=agent.*&type=!agent.push.*&limit=1", default);
        var last = events.GetProperty("items")[0].GetProperty("type").GetString();
        world.Judge("its last event is not its end", last != "agent.offline", $"it is {last}");

        async Task<bool> IsOnlineAsync() => (await world.Server.GetAsync($"api/v1/agents/{Victim}", default)).GetProperty("state").GetString() == "online";
        async Task<string?> SessionAsync() => (await world.Server.GetAsync($"api/v1/agents/{Victim}", default)).GetProperty("sessionId").GetString();
    }
}

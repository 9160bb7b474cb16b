using System.Globalization;
using System.Text.Json;
using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class AgentClock : IFault
{
    private const int Victim = 2;
    private const long Second = 1000;
    private const long Hour = 3600 * Second;

    public string Name => "F10";

    public string Summary => "one agent's clock is an hour off, drifts, shows 1970, 2098 or the end of time";

    public WorldPlan Plan(int seed, string folder) => new()
    {
        Seed = seed,
        MayRefuse = true,
        TimestampOf = agent => agent == Victim ? ClockOf(seed) : now => now,
        Server = new ServerPlan { Folder = folder },
    };

    public async Task RunAsync(World world, TimeSpan duration)
    {
        await Task.Delay(duration);
        foreach (var agent in world.Agents.Where(a => a.Id != $"a{Victim}"))
            world.Judge($"{agent.Id} is not concerned", agent.Status.PointsRejected == 0, $"{agent.Status.PointsRejected} of its points were rejected");
        var (leastSkew, isRefused) = (world.Plan.Seed % 7) switch
        {
            0 or 3 or 4 or 5 => (Hour / 2, true),
            1 => (Hour / 2, false), // just as old as a point may be
            2 => (30 * Second, false),
            _ => (0L, false), // the best of eight heartbeats was sent at the right time
        };
        await world.UntilAsync(
            "its clock is told to be wrong", async () => Math.Abs((await VictimAsync()).GetProperty("clockSkewMs").GetInt64()) >= leastSkew, TimeSpan.FromSeconds(3));
        if (!isRefused) return;
        var counters = (await VictimAsync()).GetProperty("counters");
        var (received, refused) = (Of("received"), Of("late") + Of("rejected"));
        world.Judge("its points are refused and counted", received > 0 && refused == received, string.Create(CultureInfo.InvariantCulture, $"{refused} of {received}"));

        Task<JsonElement> VictimAsync() => world.Server.GetAsync($"api/v1/agents/a{Victim}", default);
        long Of(string counter) => counters.GetProperty(counter).GetInt64();
    }

    private static Func<long, long> ClockOf(int seed)
    {
        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return (seed % 7) switch
        {
            0 => now => now + Hour,
            1 => now => now - Hour,
            2 => now => now + ((now - start) * 100),
            3 => now => now - start,
            4 => now => now + (73 * 365 * 24 * Hour),
            5 => now => long.MaxValue - 1_000_000_000 + (now - start),
            _ => now => now - (now % 1000 < 500 ? Hour : 0),
        };
    }
}

using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class AgentClock : IFault
{
    private const int Victim = 2;

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
    }

    private static Func<long, long> ClockOf(int seed)
    {
        const long Hour = 3_600_000;
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

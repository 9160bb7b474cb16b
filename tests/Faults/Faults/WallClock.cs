using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class WallClock : IFault
{
    // Leap seconds too.
    private static readonly IReadOnlyList<int> Jumps = [1, -1, .. FakeClock.Jumps];

    public string Name => "F9";

    public string Summary => "the server's wall clock jumps by a second, minutes, an hour, a year, there and back";

    public string? Impossible => FakeClock.Impossible;

    public WorldPlan Plan(int seed, string folder) => new()
    {
        Seed = seed,
        MayRefuse = true,
        Server = new ServerPlan
        {
            Folder = folder,
            Clock = new FakeClock(folder),

            // The usual patience: what expires here expired because of the clock.
            Settings = ["--CleanLite:Fleet:DeadAfterMs=45000", "--CleanLite:Live:PongTimeoutMs=10000", "--CleanLite:LatestState:IdleAfter=10m"],
        },
    };

    public async Task RunAsync(World world, TimeSpan duration)
    {
        var clock = world.Plan.Server.Clock!;
        await Steps.RepeatAsync(duration, async () =>
        {
            var jump = world.Any(Jumps);
            world.Note($"clock {jump:+0;-0} s");
            clock.Set(jump);
            await world.PauseAsync(200, 800);
            clock.Set(0);
            await world.PauseAsync(100, 300);
        });
        world.Judge("no link is given up", world.Agents.TrueForAll(a => a.Status.Reconnects == 0), "agents had to come back");
        await world.UntilAsync(
            "all series are there",
            async () => (await world.Server.GetAsync("api/v1/latest?limit=1000", default)).GetProperty("items").GetArrayLength() == world.Agents.Count * 3,
            TimeSpan.FromSeconds(5));

        // Stale is not asked: three intervals of 100 ms may well pass in silence on a busy machine.
        var events = await world.Server.GetAsync("api/v1/events?type=agent.offline", default);
        world.Judge("no agent expires", events.GetProperty("items").GetArrayLength() == 0, "events tell of some");
    }
}

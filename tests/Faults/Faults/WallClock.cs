using System.Globalization;
using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class WallClock : IFault
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    // Leap seconds, ten minutes, an hour (as a wrong zone would), a year.
    private static readonly int[] Jumps = [1, -1, 600, -600, 3600, -3600, 365 * 86400, -365 * 86400];

    public string Name => "F9";

    public string Summary => "the server's wall clock jumps by a second, minutes, an hour, a year, there and back";

    public string? Impossible => File.Exists(Library) ? null : "it needs libfaketime (apt-get install libfaketime)";

    public WorldPlan Plan(int seed, string folder)
    {
        var clock = Path.Combine(folder, "clock");
        Set(clock, 0);
        return new()
        {
            Seed = seed,
            MayRefuse = true,
            Server = new ServerPlan
            {
                Folder = folder,
                Environment = new Dictionary<string, string>
                {
                    ["LD_PRELOAD"] = Library,
                    ["FAKETIME_TIMESTAMP_FILE"] = clock,
                    ["FAKETIME_NO_CACHE"] = "1",
                    ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                    ["DONT_FAKE_MONOTONIC"] = "1",
                },

                // The usual patience: what expires here expired because of the clock.
                Settings = ["--CleanLite:Fleet:DeadAfterMs=45000", "--CleanLite:Live:PongTimeoutMs=10000", "--CleanLite:LatestState:IdleAfter=10m"],
            },
        };
    }

    public async Task RunAsync(World world, TimeSpan duration)
    {
        var clock = Path.Combine(world.Server.Folder, "clock");
        await Steps.RepeatAsync(duration, async () =>
        {
            var jump = world.Any(Jumps);
            world.Note($"clock {jump:+0;-0} s");
            Set(clock, jump);
            await world.PauseAsync(200, 800);
            Set(clock, 0);
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

    private static void Set(string clock, int seconds)
    {
        // Replaced whole: the server reads it at any moment.
        File.WriteAllText(clock + ".new", string.Create(CultureInfo.InvariantCulture, $"{seconds:+0;-0;+0}\n"));
        File.Move(clock + ".new", clock, overwrite: true);
    }
}

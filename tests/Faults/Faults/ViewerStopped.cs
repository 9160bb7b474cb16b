using System.Diagnostics;
using System.Globalization;
using CleanLite.Faults.Peers;
using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Faults.Faults;

internal sealed class ViewerStopped : IFault
{
    private const string Victim = "s1";
    private const int Others = 195;

    // What is judged of the others: a p99 of a few seconds on a machine that others use is no finer than this.
    private const double MostTimes = 3;
    private const double AlwaysGoodMs = 100;

    public string Name => "F5";

    public string Summary => $"SIGSTOP one of {Others + 5} viewers under load, then SIGCONT";

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
        // The first collection of a process brings memory of its own.
        await ForcedCollection.RunAsync(world.Server.Pid);
        var delays = new Histogram();
        var plan = new AudiencePlan(Others, _ => new DelaySink(() => Volatile.Read(ref delays))) { PathOf = _ => "/live?agent=a1" };
        using var audience = await Audience.ConnectAsync(World.UriOf(world.Server.Doors!.Value.Http), plan);
        var all = world.ViewerProxies.Count + 1 + Others;
        await world.UntilAsync("the viewers come", async () => await world.ViewersAsync() == all, TimeSpan.FromSeconds(10));
        await ForcedCollection.RunAsync(world.Server.Pid);
        var memory = world.MemoryMegabytes;
        var calm = Interlocked.Exchange(ref delays, new Histogram());
        await Task.Delay(duration * 0.3);
        calm = Interlocked.Exchange(ref delays, new Histogram());
        world.Note($"SIGSTOP {Victim}");
        var clock = Stopwatch.StartNew();
        world.Children[Victim].Stop();
        var waiting = 0.0;
        await world.UntilAsync("the stopped viewer is cut", async () =>
        {
            waiting = Math.Max(waiting, await world.Server.MetricAsync("cleanlite_live_queue_max") / 1e6);
            return await world.ViewersAsync() < all;
        }, TimeSpan.FromSeconds(15));
        world.Measure("time until the stopped viewer is cut", clock.Elapsed.TotalSeconds, "s", atMost: 5);
        world.Measure("most that waits for a viewer", waiting, "MB", atMost: 2);
        await Steps.RepeatAsync(duration * 0.4, async () =>
        {
            await world.JudgeLivePathAsync();
            await world.PauseAsync(100, 400);
        });
        var beside = Interlocked.Exchange(ref delays, new Histogram());
        await ForcedCollection.RunAsync(world.Server.Pid);
        world.Measure("memory more, after a collection", world.MemoryMegabytes - memory, "MB", atMost: 64);
        var (before, after) = (calm.Ms(99), beside.Ms(99));
        world.Measure("p99 of the others, to before", after / before, "times");
        world.Judge(
            "the others' p99 stays", after <= Math.Max(AlwaysGoodMs, MostTimes * before), string.Create(CultureInfo.InvariantCulture, $"{after:0} ms, {before:0} ms before"));
        world.Judge("no other viewer is cut", audience.Ended.Count == 0, $"{audience.Ended.Count}, first: {audience.Ended.First}");
        world.Note($"SIGCONT {Victim}");
        world.Children[Victim].Continue();
        await Task.Delay(duration * 0.3);
    }
}

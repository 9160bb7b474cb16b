using System.Net.Sockets;
using CleanLite.Faults.Peers;
using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;
using CleanLite.Load.Linux;
using CleanLite.Testing.Proxies;

namespace CleanLite.Faults.Faults;

/// <summary>
/// Everything at once, in random order, much of it overlapping. Network, processes and viewers are part of each run; what makes a run's history say less is
/// part of every second one only, so that the others are judged in full.
/// </summary>
internal sealed class Nemesis : IFault
{
    private const string Agent = "k1";
    private const string Viewer = "s1";
    private const int ShiftedAgent = 2;
    private const int IdleViewers = 10;

    public string Name => "mix";

    public string Summary => "random acts of all the others, overlapping";

    public IReadOnlyList<string> Reduced => [.. new[] { FakeClock.Impossible, LogVolume.Impossible, LogVolume.BreakingImpossible, Exhaustion.MissingPrlimit }.OfType<string>()];

    public WorldPlan Plan(int seed, string folder)
    {
        // Points are refused, so a refusal is no violation.
        var clock = seed % 2 == 0 && FakeClock.Impossible is null ? new FakeClock(folder) : null;
        var shift = seed % 2 == 0 ? new ClockShift() : null;

        // The server logs errors, so an error is no violation.
        var isShort = seed / 2 % 2 == 0;
        var volume = isShort && LogVolume.Impossible is null ? new LogVolume(folder, onDevice: seed / 4 % 2 == 0 && LogVolume.BreakingImpossible is null) : null;

        // Viewers miss points and are told how many, so it is not known which.
        var isNarrow = seed % 5 == 0;
        return new()
        {
            Seed = seed,
            ChildAgents = [Agent],
            ChildViewers = [Viewer],
            Weight = isNarrow ? 5 : 1,
            ViewerSocketBytes = isNarrow ? 4096 : 0,
            MayRefuse = shift is not null,
            Shift = shift,
            TimestampOf = agent => shift is not null && agent == ShiftedAgent ? now => now + shift.Milliseconds : now => now,
            Jumps = clock is null ? [] : FakeClock.Jumps,
            Server = new ServerPlan
            {
                Folder = folder,
                Clock = clock,
                Volume = volume,
                MayLogErrors = isShort,
                Prefix = isShort && Exhaustion.MissingPrlimit is null ? Exhaustion.FewDescriptors : [],
                Settings = ["--CleanLite:Activity:RetryIntervalMs=200", .. isNarrow ? ["--CleanLite:Live:QueueBytes=262144"] : Array.Empty<string>()],
            },
        };
    }

    public async Task RunAsync(World world, TimeSpan duration)
    {
        var log = new EventLogProbe(world);
        var crowd = new List<IDisposable>();
        await Steps.RepeatAsync(duration, async () =>
        {
            switch (world.Random.Next(10))
            {
                case < 2: await DoToProcessAsync(world); break;
                case < 4: await DoToViewersAsync(world, crowd); break;
                case 4 when world.Plan.Shift is not null: DoToClocks(world); break;
                case 5 when world.Plan.Server.MayLogErrors: await DoToResourcesAsync(world, log, crowd); break;
                default: DoToNetwork(world); break;
            }

            await world.PauseAsync(20, 300);
        });
        foreach (var one in crowd) one.Dispose();
        if (world.Plan.Server.Volume is { } volume)
        {
            volume.Mend();
            await world.UntilAsync("events are kept again", async () => await world.LogHealthAsync() == "Healthy", TimeSpan.FromSeconds(10));
        }
        else
        {
            world.Judge("the log is sound", Directory.GetFiles(world.Server.Folder, "*.damaged-*").Length == 0, "it was set aside as damaged");
        }

        await log.ReadAsync();
    }

    private static void DoToNetwork(World world)
    {
        var (name, proxy) = world.Any([.. world.AgentProxies.Concat(world.ViewerProxies)]);
        var flow = world.Random.Next(2) == 0 ? proxy.Up : proxy.Down;
        world.Note($"{Act(world.Random, proxy, flow)} {name}{(flow == proxy.Up ? " up" : " down")}");
    }

    private static string Act(Random random, TcpProxy proxy, Flow flow)
    {
        switch (random.Next(10))
        {
            case 0:
                flow.DelayMs = random.Next(1, 120);
                return $"delay {flow.DelayMs} ms";
            case 1:
                flow.PieceBytes = random.Next(1, 40);
                return $"split into {flow.PieceBytes} bytes";
            case 2:
                flow.Freeze();
                return "freeze";
            case 3:
                proxy.Freeze();
                return "freeze both ways of";
            case 4:
                proxy.Reset();
                return "reset";
            case 5:
                proxy.Cut();
                return "cut";
            case 6:
                proxy.HalfClose(random.Next(2) == 0);
                return "half-close";
            case 7:
                proxy.Lose();
                return "half-open";
            default:
                proxy.Heal();
                return "heal";
        }
    }

    private static async Task DoToProcessAsync(World world)
    {
        switch (world.Random.Next(8))
        {
            case < 3:
                await world.CrashServerAsync();
                break;
            case 3:
                await world.TerminateServerAsync();
                await world.RestartServerAsync();
                break;
            case 4:
                await world.CrashAgentAsync(Agent);
                break;
            case 5:
                world.Note($"SIGSTOP {Agent} for a while");
                world.Children[Agent].Stop();
                await world.PauseAsync(50, 600);
                world.Children[Agent].Continue();
                break;
            default:
                world.Note("SIGSTOP server for a while");
                world.Server.Signal(NativeMethods.Stop);
                await world.PauseAsync(50, 800);
                world.Server.Signal(NativeMethods.Continue);
                break;
        }
    }

    private static async Task DoToViewersAsync(World world, List<IDisposable> crowd)
    {
        switch (world.Random.Next(4))
        {
            case 0:
                world.Note($"SIGSTOP {Viewer}");
                world.Children[Viewer].Stop();
                break;
            case 1:
                world.Note($"SIGCONT {Viewer}");
                world.Children[Viewer].Continue();
                break;
            case 2:
                world.Note($"{IdleViewers} viewers that do not read");
                for (var i = 0; i < IdleViewers; i++) await AddIdleViewerAsync(world, crowd, bytesPerSecond: i % 2 * 100);
                break;
            default:
                Disperse(world, crowd);
                break;
        }
    }

    private static async Task AddIdleViewerAsync(World world, List<IDisposable> crowd, int bytesPerSecond)
    {
        try
        {
            crowd.Add(await IdleViewer.ConnectAsync(world.Server.Doors!.Value.Http, bytesPerSecond));
        }
        catch (SocketException)
        {
            // There is no room for it.
        }
    }

    private static void Disperse(World world, List<IDisposable> crowd)
    {
        world.Note($"{crowd.Count} of the crowd leave");
        foreach (var one in crowd) one.Dispose();
        crowd.Clear();
    }

    private static void DoToClocks(World world)
    {
        if (world.Plan.Server.Clock is not { } clock || world.Random.Next(2) == 0)
        {
            // An hour, 1970, 2098; or right again.
            world.Plan.Shift!.Milliseconds = 1000L * world.Any([0, 0, 3600, -3600, -56L * 365 * 86400, 73L * 365 * 86400]);
            world.Note($"clock of a{ShiftedAgent} {world.Plan.Shift.Milliseconds / 1000:+0;-0;0} s");
            return;
        }

        var jump = world.Any([0, 0, .. FakeClock.Jumps]);
        world.Note($"clock {jump:+0;-0;0} s");
        clock.Set(jump);
    }

    private static async Task DoToResourcesAsync(World world, EventLogProbe log, List<IDisposable> crowd)
    {
        if (world.Plan.Server.Volume is not { } volume || world.Random.Next(5) == 0)
        {
            // Without descriptors the runtime loads no code: what a server needs for its agents it has to have loaded.
            if (world.Server.Age < TimeSpan.FromSeconds(1) || !world.Agents.TrueForAll(a => a.Status.Connected)) return;
            world.Note($"{Exhaustion.Flood} connections");
            crowd.Add(await ConnectionFlood.ConnectAsync(world.Server.Doors!.Value.Http, Exhaustion.Flood));
            return;
        }

        switch (world.Random.Next(6))
        {
            case 0 when !volume.IsReadOnly && !volume.IsBroken:
                world.Note("disk full");
                volume.Fill();
                break;
            case 1 when volume.CanBreak && !volume.IsReadOnly && !volume.IsBroken:
                world.Note("input/output errors");
                volume.Break();
                break;
            case 1 or 2 when !volume.IsReadOnly && !volume.IsBroken:
                world.Note("read-only");
                await world.CrashServerAsync(() =>
                {
                    volume.MakeReadOnly();
                    return Task.CompletedTask;
                });
                break;
            case 3 when !volume.IsReadOnly && !volume.IsBroken && File.Exists(world.Server.LogPath):
                await log.TryReadAsync();
                await world.CrashServerAsync(() =>
                {
                    LogDamaged.Damage(world, world.Server.LogPath, world.Server.LogPath + "-wal", []);
                    return Task.CompletedTask;
                });
                await log.TryReadAsync();
                break;
            case 4 when !volume.IsReadOnly && !volume.IsBroken:
                world.Note("log deleted");
                DiskTrouble.DeleteLog(world);
                break;
            default:
                world.Note("disk mended");
                volume.Mend();
                break;
        }
    }
}

using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;
using CleanLite.Load.Linux;
using CleanLite.Testing.Proxies;

namespace CleanLite.Faults.Faults;

/// <summary>Everything at once: network and process faults in random order, many of them overlapping.</summary>
internal sealed class Nemesis : IFault
{
    private const string Victim = "k1";

    public string Name => "mix";

    public string Summary => "random network and process faults, overlapping";

    public WorldPlan Plan(int seed, string folder) => new() { Seed = seed, ChildAgents = [Victim], Server = new ServerPlan { Folder = folder } };

    public Task RunAsync(World world, TimeSpan duration) => Steps.RepeatAsync(duration, async () =>
    {
        if (world.Random.Next(5) == 0) await DoToProcessAsync(world);
        else DoToNetwork(world);
        await world.PauseAsync(20, 300);
    });

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
                world.Note("SIGTERM server");
                await world.Server.StopAsync();
                await world.RestartServerAsync();
                break;
            case 4:
                await world.CrashAgentAsync(Victim);
                break;
            case 5:
                world.Children[Victim].Stop();
                await world.PauseAsync(50, 600);
                world.Children[Victim].Continue();
                break;
            default:
                world.Note("SIGSTOP server for a while");
                world.Server.Signal(NativeMethods.Stop);
                await world.PauseAsync(50, 800);
                world.Server.Signal(NativeMethods.Continue);
                break;
        }
    }
}

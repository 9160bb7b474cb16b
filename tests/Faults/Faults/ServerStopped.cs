using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;
using CleanLite.Load.Linux;

namespace CleanLite.Faults.Faults;

internal sealed class ServerStopped : IFault
{
    private const string Victim = "k1";

    public string Name => "F7";

    public string Summary => "SIGSTOP server, SIGSTOP agent, for shorter and for longer than a link may be silent";

    public WorldPlan Plan(int seed, string folder) => new() { Seed = seed, ChildAgents = [Victim], Server = new ServerPlan { Folder = folder } };

    public Task RunAsync(World world, TimeSpan duration) => Steps.RepeatAsync(duration, async () =>
    {
        var isServer = world.Random.Next(2) == 0;
        world.Note(isServer ? "SIGSTOP server" : $"SIGSTOP {Victim}");
        if (isServer) world.Server.Signal(NativeMethods.Stop);
        else world.Children[Victim].Stop();
        await world.PauseAsync(300, 3000);
        world.Note("SIGCONT");
        if (isServer) world.Server.Signal(NativeMethods.Continue);
        else world.Children[Victim].Continue();
        await world.PauseAsync(200, 600);
    });
}

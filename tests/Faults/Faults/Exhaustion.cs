using System.Net.Sockets;
using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class Exhaustion : IFault
{
    private const int Flood = 700;

    public string Name => "F11";

    public string Summary => "file descriptors used up (prlimit 512), two worker threads, a heap of 150 MB under load";

    public string? Impossible => File.Exists("/usr/bin/prlimit") ? null : "it needs prlimit";

    public WorldPlan Plan(int seed, string folder) => (seed % 3) switch
    {
        0 => new() { Seed = seed, Server = new ServerPlan { Folder = folder, MayLogErrors = true, Prefix = ["prlimit", "--nofile=512:512"] } },
        1 => new() { Seed = seed, Weight = 5, Server = Limited(folder, "DOTNET_ThreadPool_ForceMaxWorkerThreads", "2") },
        _ => new() { Seed = seed, Weight = 10, Server = Limited(folder, "DOTNET_GCHeapHardLimit", "9600000") },
    };

    public Task RunAsync(World world, TimeSpan duration) => Steps.RepeatAsync(duration, async () =>
    {
        var door = world.Server.Doors!.Value.Http;
        world.Note($"{Flood} connections");
        var flood = new List<Socket>();
        for (var i = 0; i < Flood; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            flood.Add(socket);
            try
            {
                await socket.ConnectAsync(door);
            }
            catch (SocketException)
            {
                // The server has no room for it and says so at once.
            }
        }

        await Task.Delay(300);
        var before = world.Agents.Sum(a => a.Status.PointsAcknowledged);
        await world.UntilAsync(
            "those that are there go on", () => Task.FromResult(world.Agents.Sum(a => a.Status.PointsAcknowledged) > before), TimeSpan.FromSeconds(2));
        world.Note("connections are gone");
        foreach (var socket in flood) socket.Dispose();
        await world.UntilAsync("new ones are taken again", () => IsTakenAsync(world), TimeSpan.FromSeconds(2));
    });

    private static async Task<bool> IsTakenAsync(World world)
    {
        using var fresh = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        using var answer = await fresh.GetAsync(new Uri(World.UriOf(world.Server.Doors!.Value.Http), "health/live"));
        return answer.IsSuccessStatusCode;
    }

    // Numbers in the runtime's variables are hexadecimal.
    private static ServerPlan Limited(string folder, string name, string value) =>
        new() { Folder = folder, Environment = new Dictionary<string, string> { [name] = value } };
}

using System.Diagnostics;
using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class DiskTrouble : IFault
{
    private const string Volume = "volume";

    public string Name => "F8";

    public string Summary => "disk full or read-only (a 4 MB tmpfs), or the log's file deleted";

    public string? Impossible => Environment.UserName == "root" ? null : "it mounts a volume, which root alone may do";

    public WorldPlan Plan(int seed, string folder)
    {
        var volume = Directory.CreateDirectory(Path.Combine(folder, Volume)).FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", volume);
        return new()
        {
            Seed = seed,
            Server = new ServerPlan { Folder = folder, LogFolder = Volume, MayLogErrors = true, Settings = ["--CleanLite:Activity:RetryIntervalMs=200"] },
        };
    }

    public async Task RunAsync(World world, TimeSpan duration)
    {
        var volume = Path.GetDirectoryName(world.Server.LogPath)!;
        world.AtEnd(() => Run("umount", volume));
        await Steps.RepeatAsync(duration, () => world.Random.Next(3) switch
        {
            0 => BreakAsync(world, "disk full", () => Fill(volume), () => File.Delete(Path.Combine(volume, "ballast"))),
            1 => ReadOnlyAsync(world, volume),
            _ => DeleteAsync(world),
        });
        var kept = (await world.Server.GetAsync("api/v1/events?limit=1000", default)).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("offset").GetInt64()).ToList();
        world.Judge("the log has no hole", kept.Count > 0 && kept[0] - kept[^1] == kept.Count - 1, $"it has {kept.Count} events from {kept[^1]} to {kept[0]}");
    }

    private static async Task BreakAsync(World world, string what, Action wrong, Action right)
    {
        world.Note(what);
        wrong();
        await world.UntilAsync($"{what}: the log says that it is degraded", async () => await world.LogHealthAsync() == "Degraded", TimeSpan.FromSeconds(5));
        await world.JudgeLivePathAsync();
        world.Note($"{what}: mended");
        right();
        await world.UntilAsync($"{what}: the log recovers", async () => await world.LogHealthAsync() == "Healthy", TimeSpan.FromSeconds(5));
    }

    // A volume on which a file is open for writing cannot be made read-only: the server finds it so when it starts.
    private static async Task ReadOnlyAsync(World world, string volume)
    {
        await world.CrashServerAsync(() =>
        {
            Run("mount", "-o", "remount,ro", volume);
            return Task.CompletedTask;
        });
        await BreakAsync(world, "read-only", () => { }, () => Run("mount", "-o", "remount,rw", volume));
    }

    private static async Task DeleteAsync(World world)
    {
        world.Note("log deleted");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(world.Server.LogPath)!, "activity.db*")) File.Delete(file);
        await world.JudgeLivePathAsync();
        await world.UntilAsync("a new log is begun", () => Task.FromResult(File.Exists(world.Server.LogPath)), TimeSpan.FromSeconds(5));
        await world.UntilAsync("the log recovers", async () => await world.LogHealthAsync() == "Healthy", TimeSpan.FromSeconds(5));
    }

    private static void Fill(string volume)
    {
        try
        {
            using var ballast = File.Create(Path.Combine(volume, "ballast"));
            while (true) ballast.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // Full, as it should be.
        }
    }

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command} {string.Join(' ', arguments)}: {error}");
    }
}

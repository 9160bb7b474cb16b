using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class DiskTrouble : IFault
{
    private const string Begun = "system.log_degraded";
    private const string Ended = "system.log_recovered";

    public string Name => "F8";

    public string Summary => "disk full or read-only (a 4 MB tmpfs), input/output errors (an ext4 that is shut down), or the log's file deleted";

    public string? Impossible => LogVolume.Impossible;

    public IReadOnlyList<string> Reduced => LogVolume.BreakingImpossible is { } why ? [why] : [];

    public WorldPlan Plan(int seed, string folder) => new()
    {
        Seed = seed,
        Server = new ServerPlan
        {
            Folder = folder,
            Volume = new LogVolume(folder, onDevice: seed % 3 == 0 && LogVolume.BreakingImpossible is null),
            MayLogErrors = true,
            Settings = ["--CleanLite:Activity:RetryIntervalMs=200"],
        },
    };

    public async Task RunAsync(World world, TimeSpan duration)
    {
        var volume = world.Plan.Server.Volume!;
        await Steps.RepeatAsync(duration, () => world.Random.Next(3) switch
        {
            0 => TroubleAsync(world, "disk full", volume.Fill),
            1 when volume.CanBreak => TroubleAsync(world, "input/output errors", volume.Break),
            1 => TroubleAsync(world, "read-only", () => { }, () => world.CrashServerAsync(() =>
            {
                // A volume on which a file is open for writing cannot be made read-only: the server finds it so when it starts.
                volume.MakeReadOnly();
                return Task.CompletedTask;
            })),
            _ => DeleteAsync(world),
        });
        var kept = (await world.Server.GetAsync("api/v1/events?limit=1000", default)).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("offset").GetInt64()).ToList();
        world.Judge("the log has no hole", kept.Count > 0 && kept[0] - kept[^1] == kept.Count - 1, $"it has {kept.Count} events from {kept[^1]} to {kept[0]}");
    }

    private static async Task TroubleAsync(World world, string what, Action wrong, Func<Task>? before = null)
    {
        var known = (await NoticesAsync(world)).Select(n => n.Id).ToHashSet();
        if (before is not null) await before();
        world.Note(what);
        wrong();
        await world.UntilAsync($"{what}: the log says that it is degraded", async () => await world.LogHealthAsync() == "Degraded", TimeSpan.FromSeconds(5));
        await world.JudgeLivePathAsync();
        world.Note($"{what}: mended");
        world.Plan.Server.Volume!.Mend();
        var since = Environment.TickCount64;
        await world.UntilAsync($"{what}: the log recovers", async () => await world.LogHealthAsync() == "Healthy", TimeSpan.FromSeconds(5));
        world.Measure("recovery of the log", (Environment.TickCount64 - since) / 1000.0, "s", atMost: 5);
        await world.UntilAsync($"{what}: its end is told", async () => (await NewAsync()).Contains(Ended), TimeSpan.FromSeconds(2));
        var told = await NewAsync();
        world.Judge($"{what}: one event tells of its beginning and one of its end", told is [Ended, Begun], string.Join(", ", told));

        async Task<List<string>> NewAsync() => [.. (await NoticesAsync(world)).Where(n => !known.Contains(n.Id)).Select(n => n.Type)];
    }

    private static async Task DeleteAsync(World world)
    {
        world.Note("log deleted");
        DeleteLog(world);
        await world.JudgeLivePathAsync();
        await world.UntilAsync("a new log is begun", () => Task.FromResult(File.Exists(world.Server.LogPath)), TimeSpan.FromSeconds(5));
        await world.UntilAsync("the log recovers", async () => await world.LogHealthAsync() == "Healthy", TimeSpan.FromSeconds(5));
    }

    public static void DeleteLog(World world)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(world.Server.LogPath)!, "activity.db*")) File.Delete(file);
    }

    // Newest first.
    private static async Task<List<(string Id, string Type)>> NoticesAsync(World world) =>
        [.. (await world.Server.GetAsync($"api/v1/events?type={Begun}&type={Ended}&limit=1000", default)).GetProperty("items").EnumerateArray()
            .Select(e => (e.GetProperty("id").GetString()!, e.GetProperty("type").GetString()!))];
}

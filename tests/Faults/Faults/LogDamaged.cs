using CleanLite.Faults.Runs;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Faults;

internal sealed class LogDamaged : IFault
{
    private const int PageBytes = 4096;

    public string Name => "F12";

    public string Summary => "the activity log truncated, bytes flipped in header, page or journal, a journal of an earlier time, not a database at all";

    public WorldPlan Plan(int seed, string folder) => new() { Seed = seed, Server = new ServerPlan { Folder = folder, MayLogErrors = true } };

    public async Task RunAsync(World world, TimeSpan duration)
    {
        var log = new EventLogProbe(world);
        var (path, journal) = (world.Server.LogPath, world.Server.LogPath + "-wal");
        await Steps.RepeatAsync(duration, async () =>
        {
            await world.PauseAsync(200, 600);
            var earlier = File.Exists(journal) ? ReadShared(journal) : [];
            await world.PauseAsync(200, 600);
            await log.ReadAsync();
            await world.CrashServerAsync(() =>
            {
                Damage(world, path, journal, earlier);
                return Task.CompletedTask;
            });

            // Whatever is left of it: no event may be another than it was.
            await log.ReadAsync();
            await world.UntilAsync("events are kept again", async () => await world.LogHealthAsync() == "Healthy", TimeSpan.FromSeconds(5));
        });
    }

    /// <summary>While no server runs. <paramref name="earlier"/>: the journal as it was some time ago.</summary>
    public static void Damage(World world, string path, string journal, byte[] earlier)
    {
        switch (world.Random.Next(6))
        {
            case 0:
                world.Note("log truncated");
                using (var file = File.OpenWrite(path)) file.SetLength(world.Random.NextInt64(file.Length));
                break;
            case 1:
                Flip(world, path, 0, 100);
                break;
            case 2:
                Flip(world, path, PageBytes, long.MaxValue);
                break;
            case 3 when File.Exists(journal):
                Flip(world, journal, 0, long.MaxValue);
                break;
            case 4 when earlier.Length > 0:
                world.Note("journal of an earlier time");
                File.WriteAllBytes(journal, earlier);
                break;
            default:
                world.Note("log is no database");
                File.WriteAllText(path, "This is no database.");
                break;
        }
    }

    private static void Flip(World world, string path, long from, long to)
    {
        using var file = File.Open(path, FileMode.Open);
        var (low, high) = (Math.Min(from, file.Length), Math.Min(to, file.Length));
        if (low == high) return;
        file.Position = world.Random.NextInt64(low, high);
        world.Note($"flip a byte of {Path.GetFileName(path)} at {file.Position}");
        var value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ (1 << world.Random.Next(8))));
    }

    public static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}

using System.Diagnostics;
using System.Globalization;
using CleanLite.ActivityWriter;
using CleanLite.Infrastructure.Activity;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace CleanLite.Infrastructure.Tests.Activity;

/// <summary>
/// A process that appends 2,000 events a second is killed at a random moment, again and again on the same file: what it has told to be stored is
/// found. Five rounds here; as many as the environment variable CLEANLITE_KILL_ROUNDS says, if it is set, and then the age of what is lost is judged
/// too, which takes a disk that nobody else keeps busy.
/// </summary>
public sealed class ActivityKillTests(ITestOutputHelper output)
{
    private const int PerSecond = 2_000;

    // The commit interval is 20 ms; the rest is for the commit itself, and a machine that does other things too.
    private const int OldEnoughMs = 500;

    [Fact]
    public async Task Kill_AtARandomMoment_LosesNothingOlderThanTheCommitInterval()
    {
        var wanted = Environment.GetEnvironmentVariable("CLEANLITE_KILL_ROUNDS");
        var (rounds, isJudgedByAge) = (int.Parse(wanted ?? "5", CultureInfo.InvariantCulture), wanted is not null);
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        using var bed = new LogBed();
        bed.Options.MaxAge = TimeSpan.FromDays(36_500);
        bed.Options.MaxEvents = 10_000_000;

        var known = 0L;
        for (var round = 1; round <= rounds; round++)
        {
            var told = await RunAndKillAsync(bed.Path, random.Next(50, 2_500));
            told.First.ShouldBe(known + 1);
            var quickCheck = QuickCheck(bed.Path);
            quickCheck.ShouldBe("ok");

            var log = bed.Open();
            log.Mode.ShouldBe(ActivityLogMode.Stored);
            (await bed.NoticesAsync(0)).ShouldBeEmpty();
            log.LastOffset.ShouldBeGreaterThanOrEqualTo(told.Stored);
            if (isJudgedByAge) log.LastOffset.ShouldBeGreaterThanOrEqualTo(told.OldEnough);
            await ShouldBeWholeAsync(bed, known, log.LastOffset);
            output.WriteLine($"round {round}: appended {told.Appended}, told stored {told.Stored}, found {log.LastOffset}");
            known = log.LastOffset;
            bed.Close();
        }

        known.ShouldBeGreaterThan(100 * rounds);
    }

    private static async Task<(long First, long Appended, long Stored, long OldEnough)> RunAndKillAsync(string path, int afterMs)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "CleanLite.ActivityWriter.dll");
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [program, path, $"{PerSecond}"]) { RedirectStandardOutput = true })!;
        var first = (await writer.StandardOutput.ReadLineAsync())!.Split(' ');
        first[2].ShouldBe("Stored");
        var kill = Task.Run(async () =>
        {
            await Task.Delay(afterMs);
            writer.Kill();
            return Environment.TickCount64;
        });

        var lines = new List<long[]>();
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            // The last line may have been cut short by the kill.
            var words = line.Split(' ');
            if (words.Length == 6 && long.TryParse(words[5], out var stored)) lines.Add([long.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[3], CultureInfo.InvariantCulture), stored]);
        }

        var killedAt = await kill;
        await writer.WaitForExitAsync();
        var start = long.Parse(first[1], CultureInfo.InvariantCulture);
        var oldEnough = lines.Where(l => l[1] <= killedAt - OldEnoughMs).Select(l => l[0]).DefaultIfEmpty(start - 1).Max();

        // A number cut short is smaller than the true one, so it can only make the claim weaker.
        return (start, lines.Select(l => l[0]).DefaultIfEmpty(start - 1).Max(), lines.Select(l => l[2]).DefaultIfEmpty(start - 1).Max(), oldEnough);
    }

    private static string QuickCheck(string path)
    {
        SqliteLibrary.TryLoad(out _, out _);
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check";
        return (string)command.ExecuteScalar()!;
    }

    private static async Task ShouldBeWholeAsync(LogBed bed, long from, long to)
    {
        var found = await bed.AllAsync(new Application.Activity.EventCriteria { Limit = 1_000, Start = new Application.Activity.EventCursor(from, IsNewer: true) });
        found.Select(e => e.Offset).ShouldBe(Enumerable.Range(0, (int)(to - from)).Select(i => from + 1 + i));
        foreach (var (offset, item) in found)
        {
            var expected = KnownEvent.Of(offset) with { TimeUnixMs = item.TimeUnixMs, Attributes = item.Attributes };
            item.ShouldBe(expected);
            item.Attributes.ShouldBe(KnownEvent.Of(offset).Attributes);
        }
    }
}

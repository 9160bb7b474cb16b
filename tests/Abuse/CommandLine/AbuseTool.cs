using System.Diagnostics;
using System.Globalization;
using System.Text;
using CleanLite.Abuse.Runs;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;

namespace CleanLite.Abuse.CommandLine;

/// <summary>Reads the command line, plays the categories, prints what became of each and a table.</summary>
internal static class AbuseTool
{
    private const int ExitMissed = 1;
    private const int ExitUsage = 2;

    // At the neighbour's pace enough for a 99th percentile.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(4);

    /// <summary>Exit code 0: everything as expected; 1: not; 2: the command line is wrong.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        if (arguments.Length == 0 || arguments.Any(a => a is "--help" or "-h"))
        {
            Console.Write(AbuseOptions.Help);
            return 0;
        }

        try
        {
            var options = new AbuseOptions(arguments);
            Console.WriteLine(await HeadAsync(options));
            var results = await new AbuseRun(new RunPlan(options.Scale, options.Seed, options.Examples, Least)).PlayAsync(options.Categories, Tell, Tell);
            Console.WriteLine();
            Console.Write(Table(results));
            return results.Count == options.Categories.Count && results.All(r => r.Misses.Count == 0) ? 0 : ExitMissed;
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitUsage;
        }
    }

    private static async Task<string> HeadAsync(AbuseOptions options)
    {
        var version = FileVersionInfo.GetVersionInfo(await ServerBuild.PathAsync()).ProductVersion;
        return string.Create(CultureInfo.InvariantCulture, $"CleanLite {version}, seed {options.Seed}, scale {options.Scale}; {Machine.Describe()}; load {Machine.LoadAverage:0.0}");
    }

    private static void Tell(Baseline quiet) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"in quiet: p99 {quiet.Delays.P99Ms} ms, allowed {quiet.Delays.Mark}; {quiet.Memory.Rss:0} MB resident, {quiet.Memory.Heap:0} MB of heap"));

    private static void Tell(CategoryResult result)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Name,-6} {result.Cases,6} cases, {Expected(result),6} as expected, {result.OfTheStack,4} as Kestrel does, {result.Unexpected,4} not; {result.Batches,5} batches beside, p99 {result.Delays.P99Ms} ms; "
            + $"{result.Memory.Rss:0} MB resident, {result.Memory.Heap:0} MB of heap; {result.Cores * 100:0} % of a core; {result.Seconds:0.0} s"));
        foreach (var note in result.Notes) Console.WriteLine($"       {note}");
        foreach (var miss in result.Misses) Console.WriteLine($"       MISSED {miss}");
    }

    private static string Table(IEnumerable<CategoryResult> results)
    {
        var text = new StringBuilder("| category | cases | as expected | as Kestrel does | batches beside | delay p99 | resident | heap | of a core | seconds | missed |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var r in results)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {r.Name} | {r.Cases:N0} | {Expected(r):N0} | {r.OfTheStack:N0} | {r.Batches:N0} | {r.Delays.P99Ms} ms | {r.Memory.Rss:0} MB | {r.Memory.Heap:0} MB | {r.Cores * 100:0} % | {r.Seconds:0} | {r.Misses.Count} |");
        }

        return text.ToString();
    }

    private static int Expected(CategoryResult result) => result.Cases - result.Unexpected - result.OfTheStack;
}

using System.Globalization;
using System.Text;
using CleanLite.Abuse.Runs;

namespace CleanLite.Abuse.CommandLine;

/// <summary>Reads the command line, plays the categories, prints what became of each and a table.</summary>
internal static class AbuseTool
{
    private const int ExitMissed = 1;
    private const int ExitUsage = 2;

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
            var results = await new AbuseRun(options.Scale, options.Seed, options.Examples).PlayAsync(options.Categories, Tell);
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

    private static void Tell(CategoryResult result)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Name,-6} {result.Cases,6} cases, {result.Cases - result.Unexpected,6} as expected, {result.Unexpected,4} not; {result.Batches,5} batches beside, p99 {result.DelayP99Ms} ms; "
            + $"RSS {result.MemoryBefore:0} -> {result.MemoryAfter:0} MB; {result.Cores * 100:0} % of a core; {result.Seconds:0.0} s"));
        foreach (var note in result.Notes) Console.WriteLine($"       {note}");
        foreach (var miss in result.Misses) Console.WriteLine($"       MISSED {miss}");
    }

    private static string Table(IEnumerable<CategoryResult> results)
    {
        var text = new StringBuilder("| category | cases | as expected | batches beside | delay p99 | RSS before | RSS after | core | seconds | missed |\n|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var r in results)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {r.Name} | {r.Cases:N0} | {r.Cases - r.Unexpected:N0} | {r.Batches:N0} | {r.DelayP99Ms} ms | {r.MemoryBefore:0} MB | {r.MemoryAfter:0} MB | {r.Cores * 100:0} % | {r.Seconds:0} | {r.Misses.Count} |");
        }

        return text.ToString();
    }
}

using System.Globalization;
using CleanLite.Faults.Checking;
using CleanLite.Faults.Faults;
using CleanLite.Faults.Histories;
using CleanLite.Faults.Peers;
using CleanLite.Faults.Runs;

namespace CleanLite.Faults.CommandLine;

/// <summary>Reads the command line, runs the faults, prints what became of each run and a table.</summary>
internal static class FaultTool
{
    private const int ExitViolations = 1;
    private const int ExitUsage = 2;
    private const int ExitImpossible = 3;

    /// <summary>Exit code 0: no violation; 1: violations; 2: the command line is wrong; 3: no violation, but something could not be tried.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        if (arguments.Length == 0 || arguments.Any(a => a is "--help" or "-h"))
        {
            Console.Write(FaultOptions.Help);
            return 0;
        }

        if (arguments[0] is ChildCommand.Agent or ChildCommand.Viewer) return await ChildCommand.RunAsync(arguments);
        if (arguments is ["check", var file]) return Check(file);
        try
        {
            var options = new FaultOptions(arguments);
            return await RunAsync(options);
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitUsage;
        }
    }

    private static int Check(string file)
    {
        var verdict = HistoryChecker.Check(HistoryFile.Read(file));
        foreach (var violation in verdict.Violations) Console.WriteLine($"{violation.Kind}: {violation.Detail}");
        Console.WriteLine($"{verdict.Batches} batches, {verdict.Acked} acknowledged, {verdict.PointsSeen} points seen, {verdict.ViolationCount} violations");
        return verdict.ViolationCount == 0 ? 0 : ExitViolations;
    }

    private static async Task<int> RunAsync(FaultOptions options)
    {
        var (table, head) = (new RunTable(), $"{FaultRun.Versions}; seeds {options.FirstSeed} to {options.FirstSeed + options.Seeds - 1}, {options.Duration.TotalSeconds} s, {options.Parallel} at a time");
        Console.WriteLine(head);
        var leftOut = options.Faults.SelectMany(LeftOutOf).ToList();
        foreach (var line in leftOut) Console.WriteLine(line);
        var runs = options.Faults.Where(f => f.Impossible is null).SelectMany(fault => Enumerable.Range(options.FirstSeed, options.Seeds).Select(seed => (fault, seed)));
        await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = options.Parallel }, async (run, _) =>
            table.Add(await FaultRun.RunAsync(run.fault, run.seed, options.Duration, options.Folder)));
        Console.WriteLine();
        Console.Write(table.ToMarkdown());
        Console.WriteLine();
        Console.WriteLine(head);
        foreach (var line in leftOut) Console.WriteLine(line);
        if (table.Violations > 0) return ExitViolations;
        return leftOut.Count == 0 || options.SkipsImpossible ? 0 : ExitImpossible;
    }

    private static IEnumerable<string> LeftOutOf(IFault fault) =>
        fault.Impossible is { } whole ? [$"{fault.Name} is left out: {whole}"] : fault.Reduced.Select(part => $"{fault.Name} is tried without a part of it: {part}");
}

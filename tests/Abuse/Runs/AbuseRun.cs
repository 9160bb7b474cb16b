using System.Diagnostics;
using System.Net.Sockets;
using CleanLite.Abuse.Categories;
using CleanLite.Abuse.Servers;

namespace CleanLite.Abuse.Runs;

/// <summary>Plays categories one after the other against one server, with a neighbour beside them throughout.</summary>
internal sealed class AbuseRun(RunPlan plan)
{
    /// <summary>How much more memory the server may hold after any category than it held before the first, in MB.</summary>
    private const double MemoryAllowance = 32;

    private const double WarmUpScale = 0.3;

    /// <summary>Returns when all are played; <paramref name="begin"/> hears of the quiet before them, <paramref name="tell"/> of each.</summary>
    public async Task<IReadOnlyList<CategoryResult>> PlayAsync(IEnumerable<ICategory> categories, Action<Baseline> begin, Action<CategoryResult> tell)
    {
        await using var server = await AbuseServer.StartAsync();
        await using var neighbour = await Neighbour.StartAsync(server);
        await WarmUpAsync(server);
        var baseline = await InQuietAsync(server, neighbour);
        begin(baseline);
        var results = new List<CategoryResult>();
        foreach (var category in categories)
        {
            var result = await PlayAsync(category, server, neighbour, baseline);
            results.Add(result);
            tell(result);
            if (!server.IsAlive) break;
        }

        return results;
    }

    // What the server compiles, pools and keeps for the next burst when it first has work to do is not what a category costs.
    private async Task WarmUpAsync(AbuseServer server)
    {
        foreach (var category in (ICategory[])[new SessionProtocol(), new Mutants(), new Commands()])
            await category.RunAsync(new Attack(server, plan with { Scale = Math.Min(plan.Scale, WarmUpScale) }));
    }

    private async Task<Baseline> InQuietAsync(AbuseServer server, Neighbour neighbour)
    {
        var memory = await server.MemoryAfterCollectionAsync();
        var seen = neighbour.Seen;
        await Task.Delay(plan.Least);
        return new Baseline(memory, neighbour.DelaysFrom(seen));
    }

    private async Task<CategoryResult> PlayAsync(ICategory category, AbuseServer server, Neighbour neighbour, Baseline baseline)
    {
        var attack = new Attack(server, plan, neighbour, baseline.Delays);
        var (errors, sent, seen) = (server.Errors.Count, neighbour.Sent, neighbour.Seen);
        var before = server.Reading;
        var misses = new List<string>();
        try
        {
            var clock = Stopwatch.StartNew();
            do await category.RunAsync(attack);
            while (clock.Elapsed < plan.Least);
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException or HttpRequestException)
        {
            misses.Add($"broke off: {e.Message}");
        }

        if (!server.IsAlive) return Result(default, default, 0, 0, [$"the server died: {string.Join(" | ", server.LastWords)}"]);

        var after = server.Reading;
        misses.AddRange(attack.Tally.Examples);
        misses.AddRange(attack.Worst.Misses);
        if (await neighbour.SettleAsync() is { } lost) misses.Add(lost);
        var delays = neighbour.DelaysFrom(seen);
        if (plan.JudgesTime && delays.MissAgainst(baseline.Delays) is { } late) misses.Add(late);
        var memory = await server.MemoryAfterQuietAsync(baseline.Memory, MemoryAllowance);
        if (memory.Heap > baseline.Memory.Heap + MemoryAllowance) misses.Add($"the collector's heap is {memory.Heap - baseline.Memory.Heap:0} MB above the baseline");
        if (memory.Rss > baseline.Memory.Rss + MemoryAllowance) misses.Add($"resident memory is {memory.Rss - baseline.Memory.Rss:0} MB above the baseline");
        misses.AddRange(server.Errors.Skip(errors).Take(3).Select(line => $"error in the log: {line}"));
        return Result(delays, memory, after.CoresSince(before), after.SecondsSince(before), misses);

        CategoryResult Result(Delays delays, MemoryReading memory, double cores, double seconds, IReadOnlyList<string> misses)
        {
            IEnumerable<string> stack = attack.Tally.OfTheStack == 0 ? [] : [$"as Kestrel does, and not as the RFC says: {string.Join("; ", attack.Tally.StackKinds)}"];
            return new CategoryResult(
                category.Name, attack.Tally.Cases, attack.Tally.OfTheStack, attack.Tally.Unexpected, misses, [.. attack.Notes, .. attack.Worst.Lines, .. stack],
                neighbour.Sent - sent + attack.Siblings, delays, memory, cores, seconds);
        }
    }
}

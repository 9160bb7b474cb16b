using System.Net.Sockets;
using CleanLite.Abuse.Categories;
using CleanLite.Abuse.Servers;

namespace CleanLite.Abuse.Runs;

/// <summary>Plays categories one after the other against one server, with a neighbour beside them throughout.</summary>
internal sealed class AbuseRun(double scale, int seed, int examples = 3)
{
    /// <summary>How much more memory the server may hold after a category than before it, in MB.</summary>
    private const double MemoryAllowance = 32;

    private const double WarmUpScale = 0.3;

    /// <summary>Returns when all are played; <paramref name="tell"/> hears of each.</summary>
    public async Task<IReadOnlyList<CategoryResult>> PlayAsync(IEnumerable<ICategory> categories, Action<CategoryResult> tell)
    {
        await using var server = await AbuseServer.StartAsync();
        await using var neighbour = await Neighbour.StartAsync(server);
        await WarmUpAsync(server);
        var results = new List<CategoryResult>();
        var memory = await server.MemoryAfterCollectionAsync();
        foreach (var category in categories)
        {
            var result = await PlayAsync(category, server, neighbour, memory);
            memory = result.MemoryAfter;
            results.Add(result);
            tell(result);
            if (!server.IsAlive) break;
        }

        return results;
    }

    // What the server compiles, pools and keeps for the next burst when it first has work to do is not what a category costs.
    private async Task WarmUpAsync(AbuseServer server)
    {
        foreach (var category in (ICategory[])[new SessionProtocol(), new Mutants(), new Commands()]) await category.RunAsync(new Attack(server, Math.Min(scale, WarmUpScale), seed, examples));
    }

    private async Task<CategoryResult> PlayAsync(ICategory category, AbuseServer server, Neighbour neighbour, double memory)
    {
        var attack = new Attack(server, scale, seed, examples);
        neighbour.TakeDelays();
        var (errors, sent) = (server.Errors.Count, neighbour.Sent);
        var before = server.Reading;
        var misses = new List<string>();
        try
        {
            await category.RunAsync(attack);
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException or HttpRequestException)
        {
            misses.Add($"broke off: {e.Message}");
        }

        if (!server.IsAlive) return Result(memory, 0, 0, [$"the server died: {string.Join(" | ", server.LastWords)}"]);

        var after = server.Reading;
        misses.AddRange(attack.Tally.Examples);
        if (await neighbour.SettleAsync() is { } lost) misses.Add(lost);
        var memoryAfter = await server.MemoryAfterQuietAsync(memory + MemoryAllowance);
        if (memoryAfter > memory + MemoryAllowance) misses.Add($"the server holds {memoryAfter - memory:0} MB more than before");
        misses.AddRange(server.Errors.Skip(errors).Take(3).Select(line => $"error in the log: {line}"));
        return Result(memoryAfter, after.CoresSince(before), after.SecondsSince(before), misses);

        CategoryResult Result(double memoryAfter, double cores, double seconds, IReadOnlyList<string> misses)
        {
            var delays = neighbour.TakeDelays().Order().ToList();
            return new CategoryResult(
                category.Name, attack.Tally.Cases, attack.Tally.Unexpected, misses, attack.Notes, neighbour.Sent - sent + attack.Siblings,
                delays.Count == 0 ? 0 : delays[(int)(delays.Count * 0.99)], memory, memoryAfter, cores, seconds);
        }
    }
}

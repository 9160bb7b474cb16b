using System.Net.Sockets;
using CleanLite.Abuse.Servers;

namespace CleanLite.Abuse.Runs;

/// <summary>What a category plays its cases with.</summary>
internal sealed class Attack(AbuseServer server, double scale, int seed, int examples)
{
    /// <summary>No answer within this is a hang.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public AbuseServer Server => server;

    /// <summary>The one source of chance.</summary>
    public Random Random { get; } = new(seed);

    public Tally Tally { get; } = new(examples);

    /// <summary>Batches of siblings that were acknowledged on the connections under attack.</summary>
    public long Siblings { get; set; }

    /// <summary>Lines that the report has besides.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>How many cases of <paramref name="full"/> this run plays.</summary>
    public int Of(int full) => Math.Max(1, (int)Math.Ceiling(full * scale));

    /// <summary>Plays one case and counts how it ended.</summary>
    public async Task PlayAsync(string name, string expected, Func<Task<Outcome>> play) => Tally.Add(name, expected, await OutcomeOfAsync(play, Patience));

    /// <summary>Plays one that lasts as long as it wants.</summary>
    public async Task PlayLongAsync(string name, string expected, Func<Task<Outcome>> play) => Tally.Add(name, expected, await OutcomeOfAsync(play, Timeout.InfiniteTimeSpan));

    /// <summary>Plays many, a few at a time. The list may be drawn from <see cref="Random"/>: it is walked by one at a time.</summary>
    public Task PlayAllAsync(IEnumerable<(string Name, string Expected, Func<Task<Outcome>> Play)> cases, int parallel = 4) =>
        Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (one, _) => await PlayAsync(one.Name, one.Expected, one.Play));

    private static async Task<Outcome> OutcomeOfAsync(Func<Task<Outcome>> play, TimeSpan patience)
    {
        try
        {
            return await play().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            return new Outcome("hang");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return new Outcome("cut", e.Message);
        }
    }
}

using System.Net.Sockets;
using CleanLite.Abuse.Servers;

namespace CleanLite.Abuse.Runs;

/// <summary>What a category plays its cases with.</summary>
internal sealed class Attack(AbuseServer server, RunPlan plan, Neighbour? neighbour = null, Delays quiet = default)
{
    /// <summary>No answer within this is a hang.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public AbuseServer Server => server;

    /// <summary>The one source of chance.</summary>
    public Random Random { get; } = new(plan.Seed);

    public Tally Tally { get; } = new(plan.Examples);

    /// <summary>Batches of siblings that were acknowledged on the connections under attack.</summary>
    public long Siblings { get; set; }

    /// <summary>False where other work on the machine would be blamed on the server.</summary>
    public bool JudgesTime => plan.JudgesTime;

    /// <summary>The neighbour beside it; null while the server is warmed up.</summary>
    public Neighbour? Neighbour => neighbour;

    /// <summary>The neighbour's delays while nobody attacked.</summary>
    public Delays Quiet => quiet;

    /// <summary>Lines that the report has besides.</summary>
    public HashSet<string> Notes { get; } = [];

    /// <summary>The worst of each figure that has a mark of its own.</summary>
    public Worst Worst { get; } = new();

    /// <summary>How long something takes of which a full run takes <paramref name="full"/>.</summary>
    public TimeSpan Of(TimeSpan full) => full * plan.Scale;

    /// <summary>How many cases of <paramref name="full"/> this run plays.</summary>
    public int Of(int full) => Math.Max(1, (int)Math.Ceiling(full * plan.Scale));

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
        catch (InvalidDataException e)
        {
            return new Outcome("not understood", e.Message);
        }
    }
}

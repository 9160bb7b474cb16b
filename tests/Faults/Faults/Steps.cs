using CleanLite.Faults.Runs;

namespace CleanLite.Faults.Faults;

/// <summary>What several faults do.</summary>
internal static class Steps
{
    /// <summary>Repeats <paramref name="step"/> until the time is over, but does it once at least.</summary>
    public static async Task RepeatAsync(TimeSpan duration, Func<Task> step)
    {
        var deadline = Environment.TickCount64 + (long)duration.TotalMilliseconds;
        do await step();
        while (Environment.TickCount64 < deadline);
    }

    public static T Any<T>(this World world, IReadOnlyList<T> list) => list[world.Random.Next(list.Count)];

    /// <summary>The server holds nothing of viewers that are gone.</summary>
    public static Task JudgeViewersFreedAsync(this World world, int expected, TimeSpan within) =>
        world.UntilAsync("lost viewers are freed", async () => await world.ViewersAsync() == expected, within);

    public static async Task<string> LogHealthAsync(this World world) =>
        (await world.Server.GetAsync("health", default)).GetProperty("checks").GetProperty("activity").GetProperty("status").GetString()!;

    public static async Task<long> OffsetAsync(this World world) => (await world.Server.GetAsync("api/v1/latest?limit=1", default)).GetProperty("offset").GetInt64();

    /// <summary>Points go on being taken and shown.</summary>
    public static async Task JudgeLivePathAsync(this World world)
    {
        var before = await world.OffsetAsync();
        await world.UntilAsync("the live path goes on", async () => await world.OffsetAsync() > before, TimeSpan.FromSeconds(2));
    }
}

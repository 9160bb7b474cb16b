using System.Diagnostics;

namespace CleanLite.Agent.Tests.Fakes;

/// <summary>Waits for what other threads are about to do.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            clock.Elapsed.ShouldBeLessThan(Generous, what);
            await Task.Delay(1);
        }
    }

    /// <summary>Lets continuations run that are ready. For time that is advanced in steps: a step too many changes nothing.</summary>
    public static async Task SettleAsync()
    {
        for (var i = 0; i < 3; i++)
            await Task.Delay(1);
    }
}

using System.Diagnostics;

namespace CleanLite.Testing;

/// <summary>Waits for what other threads are about to do.</summary>
public static class Eventually
{
    /// <summary>Long enough for a busy machine; a test that holds never waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);

    /// <summary>For what has to be asked for: no thread stands still meanwhile.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > Patience) throw new TimeoutException($"It never came true that {what}.");
            await Task.Delay(1);
        }
    }

    /// <summary>Lets continuations run that are ready. For time that is advanced in steps: a step too many changes nothing.</summary>
    public static async Task SettleAsync()
    {
        for (var i = 0; i < 3; i++) await Task.Delay(1);
    }
}

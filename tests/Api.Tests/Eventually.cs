using System.Diagnostics;

namespace CleanLite.Api.Tests;

/// <summary>Waits until something holds.</summary>
internal static class Eventually
{
    /// <summary>Long enough for a busy machine; a test that holds never waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            if (waited.Elapsed > Patience) throw new TimeoutException($"It never came true that {what}.");
            await Task.Delay(5);
        }
    }
}

using System.Globalization;
using FsCheck;
using Microsoft.FSharp.Core;

namespace CleanLite.Testing;

/// <summary>
/// How properties are checked: 10,000 cases of a cheap one, each time the same. <c>CLEANLITE_PROPERTY_CASES</c> sets how many, drawn anew in each run, and a failure names its
/// seed, which <c>CLEANLITE_PROPERTY_SEED=seed,gamma</c> (or <c>seed,gamma,size</c> for its last case alone) plays again.
/// </summary>
public static class Properties
{
    private const int Usual = 10_000;
    private const string StoredSeed = "20261121,7";

    /// <summary>How many cases a cheap property runs.</summary>
    public static int Cases { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("CLEANLITE_PROPERTY_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var cases) ? cases : Usual;

    /// <summary>Checks the property, and after it what its cases covered; the exception of a failure holds the case, the seed and how to play it again.</summary>
    /// <param name="property">The property.</param>
    /// <param name="cost">How many cheap cases one of it is worth: so many times fewer are run, or more for one below 1.</param>
    /// <param name="coverage">What its cases were.</param>
    public static void ShouldHold(this Property property, double cost = 1, Coverage? coverage = null)
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest((int)Math.Max(1, Cases / cost)).WithReplay(Replayed()), property);
        coverage?.Judge();
    }

    /// <summary>The same on a thread of its own, for a property that waits for other threads: those of the pool are few, and it may be them that it waits for.</summary>
    public static Task ShouldHoldApartAsync(this Property property, double cost = 1, Coverage? coverage = null) =>
        Task.Factory.StartNew(() => property.ShouldHold(cost, coverage), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static FSharpOption<Replay> Replayed()
    {
        var text = Environment.GetEnvironmentVariable("CLEANLITE_PROPERTY_SEED") ?? "";
        if (text.Length == 0 && Environment.GetEnvironmentVariable("CLEANLITE_PROPERTY_CASES") is not null) return FSharpOption<Replay>.None;
        if (text.Length == 0) text = StoredSeed;
        var parts = text.Trim('(', ')').Split(',');
        var size = parts.Length > 2 ? FSharpOption<int>.Some(int.Parse(parts[2], CultureInfo.InvariantCulture)) : FSharpOption<int>.None;
        var random = new Rnd(ulong.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture));
        return FSharpOption<Replay>.Some(new Replay(random, size));
    }
}

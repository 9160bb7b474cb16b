using CleanLite.Load.Measure;

namespace CleanLite.Load.Viewers;

/// <summary>What a viewer looks at beyond counting.</summary>
internal sealed record LiveSinkPlan
{
    /// <summary>Where the delays of marked points go; null looks for no marks.</summary>
    public Histogram? Delays { get; init; }

    /// <summary>Parses and checks everything; null does not.</summary>
    public SeriesVerifier? Verifier { get; init; }

    /// <summary>Who waits for all viewers to have seen a batch; null if nobody does.</summary>
    public Rounds? Rounds { get; init; }
}

namespace CleanLite.Abuse.Runs;

/// <summary>How categories are played.</summary>
/// <param name="Scale">The share of the cases.</param>
/// <param name="Seed">What chance begins with.</param>
/// <param name="Examples">Unexpected cases that are kept of each category.</param>
/// <param name="Least">
/// A category that is over sooner is played again, with other chance, so that percentiles of the neighbour's delays mean something. Zero: once, and no delay is judged.
/// </param>
internal sealed record RunPlan(double Scale, int Seed, int Examples, TimeSpan Least)
{
    public bool JudgesTime => Least > TimeSpan.Zero;
}

namespace CleanLite.Agent.Tests.Fakes;

/// <summary>Chance that always falls the same way: 0 for the earliest, nearly 1 for the latest.</summary>
internal sealed class FixedJitter(double value) : Random
{
    public override double NextDouble() => value;
}

using CleanLite.Load.Agents;

namespace CleanLite.Load.Commands;

/// <summary>A steady rate.</summary>
/// <param name="PointsPerSecond">All agents together.</param>
/// <param name="Shape">What a batch holds.</param>
/// <param name="Agents">How many agents take turns.</param>
/// <param name="Viewers">How many watch everything.</param>
internal sealed record SteadyLoad(double PointsPerSecond, BatchShape Shape, int Agents, int Viewers)
{
    public double BatchesPerSecond => PointsPerSecond / Shape.Points;

    public override string ToString() => $"{PointsPerSecond:#,##0}/s in {Shape} to {Viewers}";
}

namespace CleanLite.Agent.Host;

/// <summary>Where the points of a tick come from: the host, or a synthetic one.</summary>
internal interface IPointSource
{
    void Sample(PointList points);
}

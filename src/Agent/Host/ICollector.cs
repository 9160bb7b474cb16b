namespace CleanLite.Agent.Host;

/// <summary>Reads one group of the host's metrics.</summary>
internal interface ICollector
{
    /// <summary>How often its values are worth reading; zero for every tick.</summary>
    TimeSpan Period { get; }

    /// <summary>Adds what it reads now. Values that need two readings are missing from the first.</summary>
    /// <exception cref="IOException">The host does not offer the source.</exception>
    /// <exception cref="UnauthorizedAccessException">The source may not be read.</exception>
    void Collect(PointList points);
}

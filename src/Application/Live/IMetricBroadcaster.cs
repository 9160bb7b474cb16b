using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Live;

/// <summary>Takes accepted points to be shown to every viewer. No call waits.</summary>
public interface IMetricBroadcaster
{
    /// <summary>Sets room for <paramref name="points"/> aside, or says that the broadcaster has fallen too far behind to take them.</summary>
    bool TryReserve(int points);

    /// <summary>Appends a point for which room was set aside. Points of one series are shown in the order in which they were appended.</summary>
    void Append(in MetricPoint point);

    /// <summary>Gives the room back and lets the points appended go out: they leave together.</summary>
    void Release(int points);

    /// <summary>Takes a series that left out of what new viewers are shown.</summary>
    void Forget(Series series);
}

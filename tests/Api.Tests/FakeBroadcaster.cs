using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;

namespace CleanLite.Api.Tests;

/// <summary>A broadcaster without viewers, which a test may declare full.</summary>
internal sealed class FakeBroadcaster : IMetricBroadcaster
{
    public bool IsFull { get; set; }

    public bool TryReserve(int points) => !IsFull;

    public void Append(in MetricPoint point)
    {
    }

    public void Release(int points)
    {
    }

    public void Forget(Series series)
    {
    }
}

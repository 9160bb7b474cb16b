using System.Buffers;
using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>Points of one message for one viewer, within the limits of a page.</summary>
internal static class PointPage
{
    /// <summary>Most points of a page (live.md, section 6).</summary>
    public const int MaxPoints = 1_000;

    /// <summary>Bytes after which a page ends: it counts against the viewer's allowance. A single larger point still gets a page.</summary>
    public const int MaxBytes = 128 * 1024;

    /// <summary>A pooled array for the points of one page: 24 KB that no viewer holds while it waits.</summary>
    public static MetricPoint[] Rent() => ArrayPool<MetricPoint>.Shared.Rent(MaxPoints);

    public static void Return(MetricPoint[] points) => ArrayPool<MetricPoint>.Shared.Return(points);
}

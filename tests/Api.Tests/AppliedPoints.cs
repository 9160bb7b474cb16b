using System.Collections.Concurrent;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Api.Tests;

/// <summary>Every point that was applied, in order.</summary>
internal sealed class AppliedPoints : INotificationHandler<MetricPointAccepted>
{
    public ConcurrentQueue<MetricPoint> Points { get; } = new();

    public Task Handle(MetricPointAccepted notification, CancellationToken cancellationToken)
    {
        Points.Enqueue(notification.Point);
        return Task.CompletedTask;
    }
}

using CleanLite.Application.Ingest;
using CleanLite.Application.Live;
using MediatR;

namespace CleanLite.Infrastructure.Live;

/// <summary>The walk of one point, step 5.</summary>
internal sealed class BroadcastWhenPointAccepted(IMetricBroadcaster broadcaster) : INotificationHandler<MetricPointAccepted>
{
    public Task Handle(MetricPointAccepted notification, CancellationToken cancellationToken)
    {
        broadcaster.Append(notification.Point);
        return Task.CompletedTask;
    }
}

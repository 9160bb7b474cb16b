using CleanLite.Application.Ingest;
using CleanLite.Application.LatestState;
using MediatR;

namespace CleanLite.Infrastructure.LatestState;

/// <summary>The walk of one point, step 4.</summary>
internal sealed class UpdateLatestStateWhenPointAccepted(ILatestStateStore store) : INotificationHandler<MetricPointAccepted>
{
    public Task Handle(MetricPointAccepted notification, CancellationToken cancellationToken)
    {
        store.Keep(notification.Point);
        return Task.CompletedTask;
    }
}

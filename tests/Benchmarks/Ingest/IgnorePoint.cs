using CleanLite.Application.Ingest;
using MediatR;

namespace CleanLite.Benchmarks.Ingest;

/// <summary>Does nothing: what is measured is the way there.</summary>
internal class IgnorePoint : INotificationHandler<MetricPointAccepted>
{
    public Task Handle(MetricPointAccepted notification, CancellationToken cancellationToken) => Task.CompletedTask;
}

using CleanLite.Application.Operations;
using Microsoft.Extensions.Hosting;

namespace CleanLite.Infrastructure.Operations;

/// <summary>Puts the figures of the room and of the process on the meter, once everything they are read from exists.</summary>
internal sealed class FiguresShown(
    OperationsMetrics metrics, ProcessMetrics process, OperationsCollector operations, RequestTracker requests, IEnumerable<IQueueProbe> queues)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Observe(operations, requests, queues);
        process.Observe();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using MediatR;

namespace CleanLite.Application;

/// <summary>
/// Hands a notification to one handler after the other, as MediatR's own publisher does. Handlers that finish at once, as those of a point do, take no state
/// machine.
/// </summary>
public sealed class InOrderPublisher : INotificationPublisher
{
    /// <inheritdoc/>
    public Task Publish(IEnumerable<NotificationHandlerExecutor> handlerExecutors, INotification notification, CancellationToken cancellationToken)
    {
        var handlers = handlerExecutors.GetEnumerator();
        while (handlers.MoveNext())
        {
            var handled = handlers.Current.HandlerCallback(notification, cancellationToken);
            if (!handled.IsCompletedSuccessfully) return FinishAsync(handled, handlers, notification, cancellationToken);
        }

        handlers.Dispose();
        return Task.CompletedTask;
    }

    private static async Task FinishAsync(
        Task first, IEnumerator<NotificationHandlerExecutor> rest, INotification notification, CancellationToken cancellation)
    {
        using var handlers = rest;
        await first.ConfigureAwait(false);
        while (handlers.MoveNext()) await handlers.Current.HandlerCallback(notification, cancellation).ConfigureAwait(false);
    }
}

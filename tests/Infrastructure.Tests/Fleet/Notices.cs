using System.Collections.Concurrent;
using MediatR;

namespace CleanLite.Infrastructure.Tests.Fleet;

/// <summary>A publisher that keeps what was published.</summary>
internal sealed class Notices : IPublisher
{
    private readonly ConcurrentQueue<object> _all = new();

    public IEnumerable<T> Of<T>() => _all.OfType<T>();

    public void Clear() => _all.Clear();

    public Task Publish(object notification, CancellationToken cancellationToken = default)
    {
        _all.Enqueue(notification);
        return Task.CompletedTask;
    }

    public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification => Publish((object)notification, cancellationToken);
}

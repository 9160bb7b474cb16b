using MediatR;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Publishes what became of agents and pushes. The handlers stay in memory and nobody waits for them, so one that fails is told here.</summary>
internal sealed partial class FleetNotices(IPublisher publisher, ILogger<FleetNotices> logger)
{
    /// <summary>Tells every handler of <paramref name="notice"/>. Never throws.</summary>
    public void Tell<TNotice>(TNotice notice)
        where TNotice : INotification => _ = TellAsync(notice);

    [LoggerMessage(2304, LogLevel.Error, "A {Notice} was not taken by all who listen")]
    private static partial void NotTaken(ILogger logger, string notice, Exception error);

    private async Task TellAsync<TNotice>(TNotice notice)
        where TNotice : INotification
    {
        try
        {
            await publisher.Publish(notice, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failed)
        {
            NotTaken(logger, typeof(TNotice).Name, failed);
        }
    }
}

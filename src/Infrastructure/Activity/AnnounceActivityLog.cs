using CleanLite.Application.Activity;
using Microsoft.Extensions.Hosting;

namespace CleanLite.Infrastructure.Activity;

/// <summary>Tells viewers what befell the log.</summary>
internal sealed class AnnounceActivityLog(ActivityLogNotices notices, SystemEvents events) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var notice in notices.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            events.Publish(notice.Type, notice.Severity, notice.Message, "activity", notice.Attributes);
    }
}

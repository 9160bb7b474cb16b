using CleanLite.Application.Activity;
using CleanLite.Domain.Activity;
using Microsoft.Extensions.Hosting;

namespace CleanLite.Infrastructure.Activity;

/// <summary>Says on channel <c>system</c> that the server is there, and that it goes.</summary>
internal sealed class AnnounceServer(IHostApplicationLifetime lifetime, SystemEvents events) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var version = typeof(AnnounceServer).Assembly.GetName().Version!.ToString(3);
        var facts = new Dictionary<string, string> { ["version"] = version };
        lifetime.ApplicationStarted.Register(() => events.Publish("system.started", Severity.Info, $"CleanLite {version} is ready.", "server", facts));
        lifetime.ApplicationStopping.Register(() => events.Publish("system.stopping", Severity.Info, "CleanLite is stopping.", "server", facts));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

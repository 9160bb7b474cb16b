using CleanLite.Api.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace CleanLite.Api.Operations;

/// <summary>Says at the start where the server listens and what in the settings it did not know.</summary>
internal sealed partial class StartupNotice(
    IServer server, IHostApplicationLifetime lifetime, ServerLifecycle lifecycle, SettingsReading reading, ILogger<StartupNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var warning in reading.Warnings) UnknownSetting(logger, warning);
        lifetime.ApplicationStarted.Register(Say);
        lifetime.ApplicationStopping.Register(() => Stopping(logger));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1001, LogLevel.Information, "CleanLite {Version} is ready: open {Page}; agents connect to {Door}")]
    private static partial void Ready(ILogger logger, string version, string page, string door);

    [LoggerMessage(1002, LogLevel.Warning, "Settings: {Warning}")]
    private static partial void UnknownSetting(ILogger logger, string warning);

    [LoggerMessage(1003, LogLevel.Information, "CleanLite is stopping; agents and viewers are told when to come back")]
    private static partial void Stopping(ILogger logger);

    private void Say()
    {
        var addresses = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToList();
        Ready(logger, lifecycle.Version, addresses[0], addresses[^1]);
    }
}

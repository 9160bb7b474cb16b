using Microsoft.Extensions.Hosting;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Reads the kept configurations before any door is open: the first agent to connect is greeted with its own.</summary>
internal sealed class RestoreConfigs(AgentConfigs configs) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken) => await configs.RestoreAsync(cancellationToken).ConfigureAwait(false);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

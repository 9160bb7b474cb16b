using CleanLite.Agent;
using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using HostOptions = CleanLite.Agent.HostOptions;

namespace CleanLite.Api.Hosting;

/// <summary>The agents that the server runs itself, for its own host and for the demo, through the ordinary gRPC door.</summary>
internal sealed class OwnAgents(
    Settings settings, IServer server, IHostApplicationLifetime lifetime, TimeProvider time, Credentials credentials, ServerCertificates certificates,
    ILogger<OwnAgents> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.LocalAgent.Enabled && settings.Demo.Agents == 0) return;
        if (!await StartedAsync(stoppingToken).ConfigureAwait(false)) return;

        // They leave as soon as the stop begins: their goodbye needs the door, which closes before hosted services are stopped.
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var template = new AgentOptions
        {
            Server = DoorOf(server),
            Token = credentials.OwnToken,
            PinnedServer = certificates.Grpc is { } own ? () => own.Current.TargetCertificate : null,
            TimeProvider = time,
            Logger = logger,
        };

        // Each as it ends, so that a failure is told while the others run.
        await foreach (var agents in Task.WhenEach(RunLocalAsync(template, leaving.Token), RunDemoAsync(template, leaving.Token)).ConfigureAwait(false))
            await agents.ConfigureAwait(false);
    }

    // The gRPC listener is the second one; an address for everyone is reached over loopback.
    private static Uri DoorOf(IServer server)
    {
        var address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ElementAt(1);
        return new Uri(address.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
    }

    private static string NameOf(string machine) => AgentId.TryParse(machine, out _, out _) ? machine : "localhost";

    private async Task<bool> StartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.Register(started.SetResult).ConfigureAwait(false);
        await using var onStop = stopping.Register(() => started.TrySetCanceled(CancellationToken.None)).ConfigureAwait(false);
        await ((Task)started.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return started.Task.IsCompletedSuccessfully;
    }

    private async Task RunLocalAsync(AgentOptions template, CancellationToken stopping)
    {
        if (!settings.LocalAgent.Enabled) return;
        await new HostAgent(template with { AgentId = NameOf(Environment.MachineName) }, new HostOptions()).RunAsync(stopping).ConfigureAwait(false);
    }

    private Task RunDemoAsync(AgentOptions template, CancellationToken stopping) =>
        settings.Demo.Agents == 0 ? Task.CompletedTask : new DemoFleet(settings.Demo.Agents, template).RunAsync(stopping);
}

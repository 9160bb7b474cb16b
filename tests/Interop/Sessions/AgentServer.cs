using CleanLite.Api.Hosting;
using CleanLite.Application.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CleanLite.Interop.Sessions;

/// <summary>CleanLite itself in this process, on free ports of the loopback, with its usual settings and no agents of its own.</summary>
internal sealed class AgentServer : IAsyncDisposable
{
    private static readonly string[] Settings = ["Http:Port=0", "Grpc:Port=0", "LocalAgent:Enabled=false", "Activity:Path=", "Fleet:ConfigPath="];

    private readonly WebApplication _app;
    private readonly ErrorLines _errors;

    private AgentServer(WebApplication app, ErrorLines errors) => (_app, _errors) = (app, errors);

    /// <summary>Host and port of the agents' door.</summary>
    public string Authority => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last()).Authority;

    public static async Task<AgentServer> StartAsync()
    {
        var errors = new ErrorLines();
        var app = CleanLiteServer.Build([.. Settings.Select(s => $"--CleanLite:{s}")], services =>
        {
            services.RemoveAll<ILoggerProvider>();
            services.AddSingleton<ILoggerProvider>(errors);
        });
        await app.StartAsync();
        return new AgentServer(app, errors);
    }

    /// <summary>What the server holds against the clients that are gone: streams that did not end, errors in its log. Empty if nothing.</summary>
    public async Task<string> ComplaintAsync()
    {
        var requests = _app.Services.GetRequiredService<IRequestTracker>();
        for (var patience = 100; requests.Count > 0 && patience > 0; patience--) await Task.Delay(100);
        return string.Join(" ", _errors.Take().Prepend(requests.Count > 0 ? $"{requests.Count} streams did not end." : "")).Trim();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

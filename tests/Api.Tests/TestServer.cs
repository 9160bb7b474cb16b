using CleanLite.Api.Hosting;
using CleanLite.Application.Ingest;
using CleanLite.Application.Live;
using CleanLite.V1;
using Grpc.Net.Client;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanLite.Api.Tests;

/// <summary>The real server in this process, on free ports of the loopback address, without agents of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;

    private TestServer(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Http = new Uri(addresses.First());
        Door = new Uri(addresses.Last());
        _channel = NewChannel();
    }

    /// <summary>Where viewers connect.</summary>
    public Uri Http { get; }

    /// <summary>Where agents connect.</summary>
    public Uri Door { get; }

    public IServiceProvider Services => _app.Services;

    public AgentService.AgentServiceClient Client => new(_channel);

    public GrpcChannel Channel => _channel;

    public FakeBroadcaster Broadcaster => (FakeBroadcaster)Services.GetRequiredService<IMetricBroadcaster>();

    public AppliedPoints Applied => Services.GetRequiredService<AppliedPoints>();

    public LogLines Log => Services.GetRequiredService<LogLines>();

    /// <param name="settings">Such as <c>Ingest:MaxSeriesPerBatch=3</c>.</param>
    /// <param name="time">The server's clock; the system's if null.</param>
    /// <param name="fakeBroadcaster">Whether points end at a broadcaster that a test controls, instead of at viewers.</param>
    /// <param name="adjust">Replaces further services.</param>
    public static async Task<TestServer> StartAsync(
        IEnumerable<string>? settings = null, TimeProvider? time = null, bool fakeBroadcaster = true, Action<IServiceCollection>? adjust = null)
    {
        string[] args = ["Http:Port=0", "Grpc:Port=0", "LocalAgent:Enabled=false", "Activity:Path=", .. settings ?? []];
        var app = CleanLiteServer.Build([.. args.Select(a => $"--CleanLite:{a}")], services =>
        {
            services.RemoveAll<ILoggerProvider>();
            services.AddSingleton<LogLines>().AddSingleton<ILoggerProvider>(s => s.GetRequiredService<LogLines>());
            if (fakeBroadcaster) services.AddSingleton<IMetricBroadcaster, FakeBroadcaster>();
            services.AddSingleton<AppliedPoints>();
            services.AddSingleton<INotificationHandler<MetricPointAccepted>>(s => s.GetRequiredService<AppliedPoints>());
            if (time is not null) services.AddSingleton(time);
            adjust?.Invoke(services);
        });
        await app.StartAsync();
        return new TestServer(app);
    }

    /// <summary>Another connection to the server.</summary>
    public GrpcChannel NewChannel() => GrpcChannel.ForAddress(Door);

    public Task StopAsync() => _app.StopAsync();

    public void BeginStop() => Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
    }
}

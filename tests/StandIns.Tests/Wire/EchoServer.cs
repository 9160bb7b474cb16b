using System.Net;
using CleanLite.StandIns.Tests.Protos;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanLite.StandIns.Tests.Wire;

/// <summary>The official server on a real port of the loopback, HTTP/2 without TLS, with the official client before it.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EchoServer(WebApplication app, GrpcChannelOptions? channelOptions)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
        Channel = GrpcChannel.ForAddress(Address, channelOptions ?? new GrpcChannelOptions());
        Client = new Echo.EchoClient(Channel);
    }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public Echo.EchoClient Client { get; }

    public static async Task<EchoServer> StartAsync(
        EchoScript? script = null, Action<GrpcServiceOptions>? configure = null, GrpcChannelOptions? channelOptions = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(script ?? new EchoScript());
        builder.Services.AddGrpc(configure ?? (_ => { }));
        var app = builder.Build();
        app.MapGrpcService<EchoService>();
        await app.StartAsync();
        return new EchoServer(app, channelOptions);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

using System.Net;
using CleanLite.Api.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanLite.Interop.Host;

/// <summary><c>grpc.testing.TestService</c> on a free port of the loopback, HTTP/2 in clear text, with the settings of CleanLite's door.</summary>
internal sealed class InteropServer : IAsyncDisposable
{
    private const int MaxMessageBytes = 4 * 1024 * 1024;

    private static readonly HttpContextAccessor CurrentCall = new();

    private readonly WebApplication _app;

    private InteropServer(WebApplication app) => _app = app;

    /// <summary>Host and port.</summary>
    public string Authority => new Uri(_app.Urls.Single()).Authority;

    public static async Task<InteropServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(Configure);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageBytes;
            grpc.CompressionProviders = InflateNotice.Providers(() => ReceivedFlags.NoteCompressed(CurrentCall.HttpContext!));
        });
        var app = builder.Build();
        app.MapGrpcService<TestService>();
        await app.StartAsync();
        return new InteropServer(app);
    }

    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.ConfigureGrpcDoor();
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
    }
}

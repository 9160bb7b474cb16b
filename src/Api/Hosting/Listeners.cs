using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using CleanLite.Api.Ingest;
using CleanLite.Application.Operations;
using CleanLite.Infrastructure.Operations;
using CleanLite.Infrastructure.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CleanLite.Api.Hosting;

/// <summary>The two ports: where they listen, what they speak, how many connections they take.</summary>
internal static class Listeners
{
    /// <summary>One listener for people and one for agents: without TLS a port cannot speak both HTTP/1.1 and HTTP/2.</summary>
    /// <exception cref="SettingsException">A certificate cannot be used.</exception>
    public static void AddListeners(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = CleanLiteServer.ShutdownTimeout);
        var certificates = new ServerCertificates(CertificateOf("Http", settings.Http), CertificateOf("Grpc", settings.Grpc));
        builder.Services.AddSingleton(certificates);
        builder.Services.AddSingleton<ConnectionMetrics>();
        var room = new ConnectionRoom(DescriptorLimit.Read());
        builder.Services.AddCap("http", settings.Http, room).AddCap("grpc", settings.Grpc, room);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureGrpcDoor();
            kestrel.Listen(EndpointOf(settings.Http), listen => Configure(listen, "http", certificates.Http, HttpProtocols.Http1));
            kestrel.Listen(EndpointOf(settings.Grpc), listen => Configure(listen, "grpc", certificates.Grpc, HttpProtocols.Http2));
        });
    }

    private static ServerCertificate? CertificateOf(string name, ListenerOptions listener)
    {
        if (listener.Certificate.Length == 0) return null;
        try
        {
            return new ServerCertificate(listener.Certificate, listener.CertificateKey, listener.CertificatePassword);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The message may quote what it read; the path is enough to look for it.
            throw new SettingsException(
                $"{SettingsReader.Section}:{name}:Certificate is '{Domain.Text.Excerpt(listener.Certificate)}', which cannot be used; allowed: a PFX with its CertificatePassword, "
                + "or a PEM certificate with its private key in CertificateKey or in the same file.");
        }
    }

    private static IServiceCollection AddCap(this IServiceCollection services, string name, ListenerOptions options, ConnectionRoom room) => services
        .AddKeyedSingleton(name, (s, _) => new ConnectionCap(name, options.MaxConnections, room, s.GetRequiredService<ConnectionMetrics>()))
        .AddSingleton(s => new LimitProbe(
            $"{name}Connections", () => s.GetRequiredKeyedService<ConnectionCap>(name).Open, Math.Min(options.MaxConnections, room.Max)));

    private static void Configure(ListenOptions listen, string name, ServerCertificate? certificate, HttpProtocols clear)
    {
        var metrics = listen.ApplicationServices.GetRequiredService<ConnectionMetrics>();
        var cap = listen.ApplicationServices.GetRequiredKeyedService<ConnectionCap>(name);
        var first = new FirstBytes(
            name, clear == HttpProtocols.Http1, listen.KestrelServerOptions.Limits.RequestHeadersTimeout, metrics, listen.ApplicationServices.GetRequiredService<TimeProvider>());
        listen.Use(next => connection => cap.PassAsync(connection, next));
        listen.Protocols = clear;
        if (certificate is not null) UseTls(listen, certificate, clear);
        listen.Use(next => connection => first.PassAsync(connection, next));
    }

    // The certificate is asked for at each handshake, so that a new one needs no restart. People's clients choose between HTTP/1.1 and HTTP/2 by ALPN.
    private static void UseTls(ListenOptions listen, ServerCertificate certificate, HttpProtocols clear)
    {
        listen.Protocols = clear == HttpProtocols.Http1 ? HttpProtocols.Http1AndHttp2 : clear;
        List<SslApplicationProtocol> protocols = clear == HttpProtocols.Http1 ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] : [SslApplicationProtocol.Http2];
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate.Current,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ApplicationProtocols = protocols,
            }),
        });
    }

    private static IPEndPoint EndpointOf(ListenerOptions listener) => listener.Address switch
    {
        "*" => new IPEndPoint(IPAddress.IPv6Any, listener.Port),
        "localhost" => new IPEndPoint(IPAddress.Loopback, listener.Port),
        var address => new IPEndPoint(IPAddress.Parse(address), listener.Port),
    };
}

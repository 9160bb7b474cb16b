using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using CleanLite.Api.Ingest;
using CleanLite.Application.Security;
using CleanLite.Infrastructure.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace CleanLite.Api.Hosting;

/// <summary>The steps of <see cref="CleanLiteServer.Build"/> that are about the process itself.</summary>
internal static class HostingServices
{
    /// <summary>Reads the settings, from the file beside the program up to the command line.</summary>
    /// <exception cref="SettingsException">They are wrong.</exception>
    public static Settings ReadSettings(this WebApplicationBuilder builder)
    {
        var here = Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json");
        if (File.Exists(here) && Directory.GetCurrentDirectory() != builder.Environment.ContentRootPath.TrimEnd(Path.DirectorySeparatorChar))
        {
            // A file in the working directory refines the one beside the program; environment and command line still come last.
            var sources = builder.Configuration.Sources;
            sources.Insert(1, new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource
            {
                Path = "appsettings.json",
                FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(Directory.GetCurrentDirectory()),
                Optional = true,
            });
        }

        var reading = SettingsReader.Read(builder.Configuration);
        string[] errors = [.. reading.Errors, .. TokenReader.FaultsOf(reading.Settings.Security)];
        if (errors.Length > 0) throw new SettingsException(string.Join(Environment.NewLine, errors));
        builder.Services.AddSingleton(reading);
        builder.Services.AddSingleton<ISecuritySettings>(new SettingsFiles(builder.Configuration, reading.Settings.Security));
        return reading.Settings;
    }

    /// <summary>Logs to the console: text for a person at a terminal, JSON for everything else.</summary>
    public static void AddLog(this WebApplicationBuilder builder)
    {
        var log = new LoggerConfiguration()
            .MinimumLevel.Is(LogEventLevel.Information)
            .ReadFrom.Configuration(builder.Configuration)
            .Enrich.FromLogContext();
        log = Console.IsOutputRedirected
            ? log.WriteTo.Async(sink => sink.Console(new JsonFormatter(renderMessage: true)))
            : log.WriteTo.Async(sink => sink.Console(
                outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: null));

        // Its line for each request quotes the query, which may hold a ticket.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.ClearProviders().AddSerilog(log.CreateLogger(), dispose: true);
    }

    /// <summary>One listener for people and one for agents: without TLS a port cannot speak both HTTP/1.1 and HTTP/2.</summary>
    /// <exception cref="SettingsException">A certificate cannot be used.</exception>
    public static void AddListeners(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = CleanLiteServer.ShutdownTimeout);
        var certificates = new ServerCertificates(CertificateOf("Http", settings.Http), CertificateOf("Grpc", settings.Grpc));
        builder.Services.AddSingleton(certificates);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(EndpointOf(settings.Http), listen => Configure(listen, certificates.Http, HttpProtocols.Http1));
            kestrel.Listen(EndpointOf(settings.Grpc), listen => Configure(listen, certificates.Grpc, HttpProtocols.Http2));
            kestrel.ConfigureGrpcDoor();
        });
    }

    /// <summary>Hands each room its options.</summary>
    public static void AddSettings(this IServiceCollection services, Settings settings) => services
        .AddSingleton(settings)
        .AddSingleton(TimeProvider.System)
        .AddSingleton(settings.Security)
        .AddSingleton(settings.Ingest)
        .AddSingleton(settings.LatestState)
        .AddSingleton(settings.Live)
        .AddSingleton(settings.Fleet)
        .AddSingleton(settings.Operations)
        .AddSingleton(settings.Activity);

    /// <summary>The page, and the files that belong to it.</summary>
    public static void UsePage(this WebApplication app) =>
        app.UseMiddleware<DashboardFiles>(DashboardFolder.Read(Path.Combine(app.Environment.ContentRootPath, "wwwroot")));

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

    // The certificate is asked for at each handshake, so that a new one needs no restart. With TLS the client chooses between HTTP/1.1 and HTTP/2 by ALPN.
    private static void Configure(ListenOptions listen, ServerCertificate? certificate, HttpProtocols clear)
    {
        listen.Protocols = certificate is not null && clear == HttpProtocols.Http1 ? HttpProtocols.Http1AndHttp2 : clear;
        if (certificate is null) return;
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

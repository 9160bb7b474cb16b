using System.Net;
using CleanLite.Api.Ingest;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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
        if (reading.Errors.Count > 0) throw new SettingsException(string.Join(Environment.NewLine, reading.Errors));
        builder.Services.AddSingleton(reading);
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
        builder.Logging.ClearProviders().AddSerilog(log.CreateLogger(), dispose: true);
    }

    /// <summary>One listener for people and one for agents: without TLS a port cannot speak both HTTP/1.1 and HTTP/2.</summary>
    public static void AddListeners(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = CleanLiteServer.ShutdownTimeout);
        builder.Services.AddSingleton<ConnectionMetrics>();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(EndpointOf(settings.Http), listen => listen.Speak(HttpProtocols.Http1, "http", settings.Http));
            kestrel.Listen(EndpointOf(settings.Grpc), listen => listen.Speak(HttpProtocols.Http2, "grpc", settings.Grpc));
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

    private static void Speak(this ListenOptions listen, HttpProtocols protocols, string name, ListenerOptions options)
    {
        var cap = new ConnectionCap(name, options.MaxConnections, listen.ApplicationServices.GetRequiredService<ConnectionMetrics>());
        listen.Use(next => connection => cap.PassAsync(connection, next));
        listen.Protocols = protocols;
    }

    private static IPEndPoint EndpointOf(ListenerOptions listener) => listener.Address switch
    {
        "*" => new IPEndPoint(IPAddress.IPv6Any, listener.Port),
        "localhost" => new IPEndPoint(IPAddress.Loopback, listener.Port),
        var address => new IPEndPoint(IPAddress.Parse(address), listener.Port),
    };
}

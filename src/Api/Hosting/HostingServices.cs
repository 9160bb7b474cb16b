using CleanLite.Application.Security;
using CleanLite.Infrastructure.Security;
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
}

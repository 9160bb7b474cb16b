using System.Net.Sockets;
using CleanLite.Api.Activity;
using CleanLite.Api.Fleet;
using CleanLite.Api.Ingest;
using CleanLite.Api.Live;
using CleanLite.Api.Operations;
using CleanLite.Api.Security;
using CleanLite.Application;
using CleanLite.Infrastructure;
using Microsoft.AspNetCore.Connections;

namespace CleanLite.Api.Hosting;

/// <summary>The composition root: settings, rooms, doors.</summary>
public static class CleanLiteServer
{
    /// <summary>How long those outside may take to leave: the process is to be gone within 5 s, and has something to do after them.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    private const int ExitFailure = 1;
    private const int ExitUsage = 2;

    // SettingsFiles looks after the files; the host's own watchers would empty the settings while a file is half written.
    private const string NoWatchers = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>Runs the server until it is told to stop. Exit code 0: orderly; 1: failed; 2: the settings are wrong, and the errors say how.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Any(a => a is "--help" or "-h"))
        {
            await Console.Out.WriteLineAsync(Help.Text).ConfigureAwait(false);
            return 0;
        }

        try
        {
            var app = Build(args);
            await app.RunAsync().ConfigureAwait(false);
            return 0;
        }
        catch (SettingsException e)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return ExitUsage;
        }
        catch (IOException e)
        {
            // Kestrel's message names the address that is taken.
            var advice = e.InnerException is AddressInUseException
                ? " Choose other ports with --CleanLite:Http:Port and --CleanLite:Grpc:Port; 0 picks a free one."
                : "";
            await Console.Error.WriteLineAsync($"{e.Message}{advice}").ConfigureAwait(false);
            return ExitFailure;
        }
        catch (SocketException e)
        {
            // An address of another host, or a port below 1024 without the right to it: the message does not name them.
            await Console.Error.WriteLineAsync(
                $"The server cannot listen: {e.Message}. Look at the Address and Port of CleanLite:Http and CleanLite:Grpc.").ConfigureAwait(false);
            return ExitFailure;
        }
    }

    /// <summary>The server, ready to start. <paramref name="adjust"/> may replace services, which is how tests control time.</summary>
    /// <exception cref="SettingsException">The settings are wrong.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [NoWatchers, .. args], ContentRootPath = AppContext.BaseDirectory });
        var settings = builder.ReadSettings();

        builder.AddLog();
        builder.AddListeners(settings);
        builder.Services.AddSettings(settings);
        builder.Services.AddApplication();
        builder.Services.AddInfrastructure();
        builder.Services.AddGrpcDoor(settings.Ingest);
        builder.Services.AddLiveDoor();
        builder.Services.AddSecurityDoor();
        builder.Services.AddOperations();
        builder.Services.AddApiFrame();
        builder.Services.AddHostedService<OwnAgents>();
        adjust?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseApiFrame();
        app.UseSecurity();
        app.UsePage();
        app.MapGrpcDoor();
        AgentSocketDoor.Map(app);
        app.MapLiveDoor();
        app.MapIngest();
        app.MapAgents();
        app.MapPushes();
        app.MapOperations();
        app.MapActivity();
        app.MapLogin();
        app.MapContractFiles();
        app.MapApiFrame();
        return app;
    }
}

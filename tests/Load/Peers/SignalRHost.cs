using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanLite.Load.Peers;

/// <summary>What many would write first: a SignalR hub. The tool starts itself again to be it.</summary>
internal static class SignalRHost
{
    /// <summary>The tool's command for it; not in the help.</summary>
    public const string Command = "signalr-host";

    /// <summary>The line that says where it listens starts with this.</summary>
    public const string Listening = "listening on ";

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = 4 * 1024 * 1024;
            hub.ClientTimeoutInterval = TimeSpan.FromMinutes(30);
        });
        var app = builder.Build();
        app.MapHub<PointsHub>("/hub");
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        Console.WriteLine(Listening + address);
        await HostingAbstractionsHostExtensions.WaitForShutdownAsync(app);
        return 0;
    }
}

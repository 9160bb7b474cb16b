using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace CleanLite.Load.Peers;

/// <summary>Sends every point that one client publishes to all.</summary>
internal sealed class PointsHub : Hub
{
    /// <summary>A message a point.</summary>
    public async Task Publish(JsonElement[] points)
    {
        foreach (var point in points) await Clients.All.SendAsync("point", point);
    }

    /// <summary>A message a batch.</summary>
    public Task PublishTogether(JsonElement[] points) => Clients.All.SendAsync("points", points);
}

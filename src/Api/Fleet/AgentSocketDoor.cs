using System.Net.Sockets;
using System.Net.WebSockets;
using CleanLite.Api.Hosting;
using CleanLite.Api.Ingest;
using CleanLite.Api.Live;
using CleanLite.Api.Security;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using Microsoft.AspNetCore.Connections.Features;

namespace CleanLite.Api.Fleet;

/// <summary>
/// <c>/agent/v1/ws</c>: the sessions of agents over WebSocket, for networks whose proxies break gRPC (docs/grpc.md). ASP.NET Core does the handshake and the
/// frames: an agent's messages are its own, so that nothing is gained by framing here.
/// </summary>
internal sealed class AgentSocketDoor(
    AgentSessions sessions,
    BatchDecoder decoder,
    IngestMetrics ingestMetrics,
    SessionMetrics metrics,
    OriginPolicy origins,
    FleetOptions fleet,
    IngestOptions ingest,
    TimeProvider time)
{
    /// <summary>Where the door is.</summary>
    public const string Path = "/agent/v1/ws";

    /// <summary>The subprotocol, which the agent has to offer.</summary>
    public const string Subprotocol = "cleanlite.agent.v1";

    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(1);

    /// <summary>Opens the door; the WebSocket middleware stands before this route only.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var door = routes.ServiceProvider.GetRequiredService<AgentSocketDoor>();
        var pipeline = routes.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(door.ServeAsync);
        routes.MapGet(Path, pipeline.Build()).RequireAgent();
    }

    /// <summary>Serves one request to its end.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (FaultOf(context) is { } fault)
        {
            await Problems.Of(fault.Status, fault.Code, fault.Detail).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = Subprotocol,
            KeepAliveInterval = TimeSpan.FromMilliseconds(fleet.PingIntervalMs),
            KeepAliveTimeout = TimeSpan.FromMilliseconds(fleet.PongTimeoutMs),
        }).ConfigureAwait(false);
        var limits = new WebSocketLimits(fleet.MaxHelloBytes, ingest.MaxBatchBytes, TimeSpan.FromMilliseconds(fleet.SendTimeoutMs));
        var transport = new WebSocketTransport(socket, TcpOf(context), context.Connection.RemoteIpAddress, decoder, ingestMetrics, limits, time);
        var end = await sessions.RunAsync(transport, context.Credential(), context.RequestAborted).ConfigureAwait(false);

        var code = IsOpen(socket) ? CloseCode.Of(end) : CloseCode.Cut;
        metrics.Closed(code.Number);
        using var patience = new CancellationTokenSource(CloseTime, time);
        await transport.CloseAsync(code.Number, code.Name, patience.Token).ConfigureAwait(false);
    }

    private static bool IsOpen(WebSocket socket) => socket.State is WebSocketState.Open or WebSocketState.CloseReceived;

    private static Socket? TcpOf(HttpContext context) => context.Features.Get<IConnectionSocketFeature>()?.Socket;

    private HandshakeFault? FaultOf(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            return new HandshakeFault(StatusCodes.Status426UpgradeRequired, "not_a_websocket", "This is a WebSocket endpoint.");
        if (!origins.Allows(context.Request))
            return new HandshakeFault(StatusCodes.Status403Forbidden, "origin_not_allowed", "Pages of this origin may not connect.");
        return context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol)
            ? null
            : new HandshakeFault(StatusCodes.Status400BadRequest, "unknown_subprotocol", $"The subprotocol is {Subprotocol}.");
    }
}

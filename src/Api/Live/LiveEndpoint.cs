using CleanLite.Api.Hosting;
using CleanLite.Api.Security;
using CleanLite.Application.Live;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace CleanLite.Api.Live;

/// <summary>
/// <c>/live</c>: does the WebSocket handshake over HTTP/1.1 (RFC 6455) or HTTP/2 (RFC 8441) and hands the raw stream to the live room, which frames
/// by itself: finished frames are shared by all viewers, which <see cref="System.Net.WebSockets.WebSocket"/> cannot do.
/// </summary>
internal sealed class LiveEndpoint(ILiveViewers viewers, OriginPolicy origins)
{
    private const string Protocol = "websocket";

    /// <summary>Serves one request to its end.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        var (upgrade, connect) = (UpgradeOf(context), ConnectOf(context));
        var fault = FaultOf(context, upgrade, connect, out var handshake, out var subscriptions);
        if (fault is not null)
        {
            await RefuseAsync(context, fault).ConfigureAwait(false);
            return;
        }

        LiftLimits(context.Features);
        handshake!.Answer(context.Response.Headers);
        var stream = upgrade is not null
            ? await upgrade.UpgradeAsync().ConfigureAwait(false)
            : await connect!.AcceptAsync().ConfigureAwait(false);
        var request = new LiveRequest(context.Connection.RemoteIpAddress, subscriptions!, handshake.Encoding, context.Credential().Ended);
        await using (stream.ConfigureAwait(false))
        {
            var outcome = await viewers.ServeAsync(stream, request, context.RequestAborted).ConfigureAwait(false);
            if (!outcome.Clean) context.Abort();
        }
    }

    private HandshakeFault? FaultOf(
        HttpContext context,
        IHttpUpgradeFeature? upgrade,
        IHttpExtendedConnectFeature? connect,
        out Handshake? handshake,
        out IReadOnlyList<ChannelSubscription>? subscriptions)
    {
        (handshake, subscriptions) = (null, null);
        if (upgrade is null && connect is null)
            return new HandshakeFault(StatusCodes.Status426UpgradeRequired, "not_a_websocket", "This is a WebSocket endpoint.");
        if (!origins.Allows(context.Request))
        {
            viewers.CountRefusal(LiveEnding.NotAllowed);
            return new HandshakeFault(StatusCodes.Status403Forbidden, "origin_not_allowed", "Pages of this origin may not connect.");
        }

        handshake = Handshake.Read(context.Request.Headers, upgrade is not null, out var fault);
        if (fault is not null) return fault;
        return LiveQuery.TryParse(LiveRoutes.PairsOf(context.Request.Query), out subscriptions, out var wrong)
            ? null
            : new HandshakeFault(StatusCodes.Status400BadRequest, wrong.Code, wrong.Message);
    }

    private static IHttpUpgradeFeature? UpgradeOf(HttpContext context)
    {
        var feature = context.Features.Get<IHttpUpgradeFeature>();
        var wanted = feature is { IsUpgradableRequest: true } && HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.GetCommaSeparatedValues("Upgrade").Contains(Protocol, StringComparer.OrdinalIgnoreCase);
        return wanted ? feature : null;
    }

    private static IHttpExtendedConnectFeature? ConnectOf(HttpContext context)
    {
        var feature = context.Features.Get<IHttpExtendedConnectFeature>();
        return feature is { IsExtendedConnect: true } && string.Equals(feature.Protocol, Protocol, StringComparison.OrdinalIgnoreCase)
            ? feature
            : null;
    }

    /// <summary>Over HTTP/2 the connection is a request with a body: its size and rate say nothing about a viewer, which the live room watches.</summary>
    private static void LiftLimits(IFeatureCollection features)
    {
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } incoming)
            incoming.MinDataRate = null;
        if (features.Get<IHttpMinResponseDataRateFeature>() is { } outgoing)
            outgoing.MinDataRate = null;
    }

    private static Task RefuseAsync(HttpContext context, HandshakeFault fault)
    {
        if (fault.Status == StatusCodes.Status426UpgradeRequired)
        {
            context.Response.Headers.Upgrade = Protocol;
            context.Response.Headers.SecWebSocketVersion = "13";
        }

        return Problems.Of(fault.Status, fault.Code, fault.Detail).ExecuteAsync(context);
    }
}

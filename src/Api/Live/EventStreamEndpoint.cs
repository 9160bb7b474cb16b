using CleanLite.Api.Hosting;
using CleanLite.Api.Security;
using CleanLite.Application.Live;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.EventStreams;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace CleanLite.Api.Live;

/// <summary>
/// <c>GET /live/sse</c>: the messages of <c>/live</c> as Server-Sent Events (WHATWG HTML, section 9.2), for networks that break WebSockets. The viewer is
/// an ordinary one; <see cref="EventViewerStream"/> turns its frames into events.
/// </summary>
internal sealed class EventStreamEndpoint(ILiveViewers viewers, OriginPolicy origins)
{
    private const string LastEventId = "Last-Event-ID";

    public async Task ServeAsync(HttpContext context)
    {
        if (!origins.Allows(context.Request))
        {
            viewers.CountRefusal(LiveEnding.NotAllowed);
            await Problems.Of(StatusCodes.Status403Forbidden, "origin_not_allowed", "Pages of this origin may not connect.").ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        if (!LiveQuery.TryParse(LiveRoutes.PairsOf(context.Request.Query), out var wanted, out var fault))
        {
            await Problems.BadRequest(fault.Code, fault.Message).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);

        var subscriptions = Resume(wanted, context.Request.Headers[LastEventId].ToString());
        await using var body = new EventViewerStream(context.Response.BodyWriter);
        var outcome = await viewers
            .ServeAsync(body, new LiveRequest(context.Connection.RemoteIpAddress, subscriptions, Expired: context.Credential().Ended), context.RequestAborted)
            .ConfigureAwait(false);
        if (!outcome.Clean) context.Abort();
    }

    // The id names a channel and a position; events of all channels share one counter, so that one position serves all of them.
    private static IReadOnlyList<ChannelSubscription> Resume(IReadOnlyList<ChannelSubscription> wanted, string lastEventId)
    {
        var colon = lastEventId.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !StreamPosition.TryParse(lastEventId[(colon + 1)..], out var position)) return wanted;
        var ofMetrics = lastEventId[..colon] == LiveChannels.Metrics;
        return [.. wanted.Select(s => (s.Channel == LiveChannels.Metrics) == ofMetrics ? s with { Since = position } : s)];
    }
}

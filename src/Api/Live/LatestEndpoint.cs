using CleanLite.Api.Hosting;
using CleanLite.Application.Live;
using CleanLite.Domain;
using CleanLite.Domain.Live;
using MediatR;

namespace CleanLite.Api.Live;

/// <summary><c>GET /api/v1/latest</c>: the newest point per series, for clients that poll.</summary>
internal static class LatestEndpoint
{
    public static async Task<IResult> GetAsync(HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        var query = request.Query;
        if (!query.TryLimit(GetLatestQuery.DefaultLimit, GetLatestQuery.MaxLimit, out var limit, out var problem)) return problem;
        if (!LiveQuery.TryParse(LiveRoutes.PairsOf(query), out var wanted, out var fault)) return Problems.BadRequest(fault.Code, fault.Message);
        LatestCursor? cursor = null;
        if (query["cursor"].ToString() is { Length: > 0 } text)
        {
            if (!LatestCursor.TryParse(text, out var parsed))
                return Problems.BadRequest("bad_cursor", $"cursor is '{Text.Excerpt(text)}'; the 'next' of an earlier page is allowed.");
            cursor = parsed;
        }

        var metrics = wanted.FirstOrDefault(s => s.Channel == LiveChannels.Metrics) ?? ChannelSubscription.Default;
        var page = await sender.Send(new GetLatestQuery(metrics.Series, metrics.Since, cursor, limit), cancellation).ConfigureAwait(false);
        return Results.Ok(LatestView.Of(page));
    }
}

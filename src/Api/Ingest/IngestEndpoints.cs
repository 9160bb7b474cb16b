using CleanLite.Api.Hosting;
using CleanLite.Api.Security;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Api.Ingest;

/// <summary>The HTTP calls of ingest: a batch in, refusals out (live.md, section 8).</summary>
internal static class IngestEndpoints
{
    private static readonly ViolationCode[] Codes = [.. Enum.GetValues<ViolationCode>().Where(c => c != ViolationCode.Unspecified)];

    public static void MapIngest(this WebApplication app)
    {
        var door = app.Services.GetRequiredService<HttpIngest>();
        app.MapPost($"{ApiFrame.Root}/ingest", (HttpRequest request, CancellationToken cancellation) => door.PostAsync(request, cancellation)).RequireAgent();
        app.MapGet($"{ApiFrame.Root}/rejects", RejectsAsync).RequireViewer();
    }

    private static async Task<IResult> RejectsAsync(HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        var query = request.Query;
        if (!query.TryLimit(GetRejectsQuery.DefaultLimit, GetRejectsQuery.MaxLimit, out var limit, out var problem)) return problem;
        if (!query.TryWords("code", Codes, out var codes, out problem)) return problem;
        if (codes.Count > 1) return Problems.BadRequest("bad_code", "code may stand once.");
        AgentId? agent = null;
        if (query["agent"].ToString() is { Length: > 0 } text)
        {
            if (!AgentId.TryParse(text, out var id, out var fault)) return Problems.BadRequest("bad_agent", fault);
            agent = id;
        }

        var rejects = await sender.Send(new GetRejectsQuery(agent, codes.Count == 0 ? null : codes[0], limit), cancellation).ConfigureAwait(false);
        return Results.Ok(new RejectListView(
            [.. rejects.Items.Select(RejectView.Of)], rejects.Counts.ToDictionary(c => QueryParameters.WordOf(c.Key), c => c.Value)));
    }
}

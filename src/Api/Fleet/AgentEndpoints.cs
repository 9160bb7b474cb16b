using System.Diagnostics.CodeAnalysis;
using CleanLite.Api.Hosting;
using CleanLite.Api.Security;
using CleanLite.Application;
using CleanLite.Application.Fleet;
using CleanLite.Domain;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Live;
using MediatR;

namespace CleanLite.Api.Fleet;

/// <summary><c>GET /api/v1/agents</c> and <c>GET /api/v1/agents/{id}</c> (live.md, section 8).</summary>
internal static class AgentEndpoints
{
    private const int MaxSearchLength = 128;
    private const int MaxLabelFilters = 16;
    private const string LabelPrefix = "label.";

    public static void MapAgents(this WebApplication app)
    {
        app.MapGet($"{ApiFrame.Root}/agents", ListAsync).RequireViewer();

        // An id may hold slashes, as they are or as %2F.
        app.MapGet($"{ApiFrame.Root}/agents/{{**id}}", GetAsync).RequireViewer();
    }

    private static async Task<IResult> ListAsync(HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        var query = request.Query;
        if (!query.TryLimit(ListAgentsQuery.DefaultLimit, ListAgentsQuery.MaxLimit, out var limit, out var problem)) return problem;
        if (!query.TryWords("state", Enum.GetValues<AgentState>(), out var states, out problem)) return problem;
        if (!TryLabels(query, out var labels, out problem)) return problem;
        var search = query["search"].ToString();
        if (search.Length > MaxSearchLength)
            return Problems.BadRequest("bad_search", $"search has {search.Length} characters; at most {MaxSearchLength} are allowed.");

        var list = new ListAgentsQuery(new AgentFilter(states, labels, search), query["cursor"].ToString(), limit);
        var page = await sender.Send(list, cancellation).ConfigureAwait(false);
        return Results.Ok(new Page<AgentView>([.. page.Items.Select(AgentView.Of)], page.Next));
    }

    private static async Task<IResult> GetAsync(string id, ISender sender, CancellationToken cancellation)
    {
        // Routing leaves %2F as it is. An id holds no percent sign, so that nothing is unescaped twice.
        if (!AgentId.TryParse(Uri.UnescapeDataString(id), out var agent, out var fault)) return Problems.BadRequest("bad_agent", fault);
        var found = await sender.Send(new GetAgentQuery(agent), cancellation).ConfigureAwait(false);
        return found is null
            ? Problems.NotFound("unknown_agent", $"There is no agent '{agent}'; GET {ApiFrame.Root}/agents lists those known.")
            : Results.Ok(AgentView.Of(found));
    }

    private static bool TryLabels(IQueryCollection query, out List<KeyValuePair<string, PatternList>> labels, [NotNullWhen(false)] out IResult? problem)
    {
        problem = null;
        labels = [];
        var given = query.Where(q => q.Key.StartsWith(LabelPrefix, StringComparison.Ordinal) && q.Key.Length > LabelPrefix.Length).ToList();
        if (given.Sum(q => q.Value.Count) > MaxLabelFilters)
        {
            problem = Problems.BadRequest("bad_label", $"There are too many label filters; at most {MaxLabelFilters} are allowed.");
            return false;
        }

        try
        {
            labels.AddRange(given.Select(q => KeyValuePair.Create(q.Key[LabelPrefix.Length..], new PatternList(q.Value.OfType<string>()))));
            return true;
        }
        catch (FormatException refused)
        {
            problem = Problems.BadRequest("bad_label", Text.Shown(refused.Message, 200));
            return false;
        }
    }
}

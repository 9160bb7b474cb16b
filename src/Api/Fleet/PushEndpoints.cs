using CleanLite.Api.Hosting;
using CleanLite.Api.Security;
using CleanLite.Application.Fleet;
using CleanLite.Domain;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using MediatR;
using Microsoft.Net.Http.Headers;

namespace CleanLite.Api.Fleet;

/// <summary>What the HTTP API asks of agents: configurations, samples, actions, intervals, and what became of each push (live.md, section 8).</summary>
internal static class PushEndpoints
{
    private const string LabelPrefix = "label.";

    public static void MapPushes(this WebApplication app)
    {
        app.MapGet(OfAgent("config"), GetConfigAsync).RequireAgentOrViewer();
        app.MapPut(OfAgent("config"), PutConfigAsync).RequireViewer();
        app.MapDelete(OfAgent("config"), DeleteConfigAsync).RequireViewer();
        app.MapPut($"{ApiFrame.Root}/configs", PutGroupConfigAsync).RequireViewer();
        app.MapPost(OfAgent("samples"), PostSampleAsync).RequireViewer();
        app.MapPost(OfAgent("actions"), PostActionAsync).RequireViewer();
        app.MapPost(OfAgent("interval"), PostIntervalAsync).RequireViewer();
        app.MapGet($"{ApiFrame.Root}/pushes/{{id}}", GetPushAsync).RequireViewer();
    }

    // An id may hold slashes, as they are or as %2F; so the last word of the path tells what is meant.
    private static string OfAgent(string what) => $"{ApiFrame.Root}/agents/{{**path:regex(./{what}$)}}";

    private static async Task<IResult> GetConfigAsync(string path, HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        if (AgentOf(path, out var agent) is { } problem) return problem;
        if (!request.HttpContext.MaySpeakFor(agent)) return Problems.ForeignAgent;
        if (await sender.Send(new GetConfigQuery(agent), cancellation).ConfigureAwait(false) is not { } desired)
            return Problems.NotFound("no_config", $"No configuration is set for agent '{agent}', nor for a group that it belongs to.");

        var tag = new EntityTagHeaderValue($"\"{desired.Config.Hash}\"");
        request.HttpContext.Response.GetTypedHeaders().ETag = tag;
        var isKnown = request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known == EntityTagHeaderValue.Any);
        return isKnown ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Ok(ConfigView.Of(desired));
    }

    private static async Task<IResult> PutConfigAsync(string path, HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        if (AgentOf(path, out var agent) is { } problem) return problem;
        if (LifeOf(request.Query, out var life) is { } badLife) return badLife;
        var (body, badBody) = await request.ReadAsync<ConfigBody>(cancellation).ConfigureAwait(false);
        if (badBody is not null) return badBody;
        var command = new PushConfigCommand(agent, DraftOf(body!), request.Query["reason"].ToString(), life);
        return Answer(await sender.Send(command, cancellation).ConfigureAwait(false), request.HttpContext.Response);
    }

    private static async Task<IResult> DeleteConfigAsync(string path, ISender sender, CancellationToken cancellation)
    {
        if (AgentOf(path, out var agent) is { } problem) return problem;
        return await sender.Send(new RemoveConfigCommand(agent), cancellation).ConfigureAwait(false) is { } removed
            ? Results.Ok(new RemovedConfigView(removed.IsKept, removed.Push is null ? null : PushView.Of(removed.Push)))
            : Problems.NotFound("no_config", $"Agent '{agent}' has no configuration of its own.");
    }

    private static async Task<IResult> PutGroupConfigAsync(HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        if (LifeOf(request.Query, out var life) is { } badLife) return badLife;
        var (body, badBody) = await request.ReadAsync<ConfigBody>(cancellation).ConfigureAwait(false);
        if (badBody is not null) return badBody;
        var group = request.Query
            .Where(q => q.Key.StartsWith(LabelPrefix, StringComparison.Ordinal))
            .SelectMany(q => q.Value, (q, value) => new Label(q.Key[LabelPrefix.Length..], value ?? ""))
            .ToList();
        var command = new PushGroupConfigCommand(group, DraftOf(body!), request.Query["reason"].ToString(), life);
        return Answer(await sender.Send(command, cancellation).ConfigureAwait(false), request.HttpContext.Response);
    }

    private static async Task<IResult> PostSampleAsync(string path, HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        if (AgentOf(path, out var agent) is { } problem) return problem;
        var (body, badBody) = await request.ReadAsync<SampleBody>(cancellation).ConfigureAwait(false);
        if (badBody is not null) return badBody;
        var command = new RequestSampleCommand(agent, body!.RequestId ?? "", TextsOf(body.Metrics), body.Limit, body.ExpiresInMs);
        return Answer(await sender.Send(command, cancellation).ConfigureAwait(false));
    }

    private static async Task<IResult> PostActionAsync(string path, HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        if (AgentOf(path, out var agent) is { } problem) return problem;
        var (body, badBody) = await request.ReadAsync<ActionBody>(cancellation).ConfigureAwait(false);
        if (badBody is not null) return badBody;
        var command = new PushActionCommand(agent, body!.Name ?? "", PairsOf(body.Arguments), body.ExpiresInMs);
        return Answer(await sender.Send(command, cancellation).ConfigureAwait(false));
    }

    private static async Task<IResult> PostIntervalAsync(string path, HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        if (AgentOf(path, out var agent) is { } problem) return problem;
        var (body, badBody) = await request.ReadAsync<IntervalBody>(cancellation).ConfigureAwait(false);
        if (badBody is not null) return badBody;
        var command = new PushIntervalCommand(agent, body!.IntervalMs, body.LeaseMs, body.ExpiresInMs);
        return Answer(await sender.Send(command, cancellation).ConfigureAwait(false));
    }

    private static async Task<IResult> GetPushAsync(string id, ISender sender, CancellationToken cancellation) =>
        await sender.Send(new GetPushQuery(id), cancellation).ConfigureAwait(false) is { } receipt
            ? Results.Ok(PushView.Of(receipt))
            : Problems.NotFound("unknown_push", $"There is no push '{Text.Excerpt(id)}', or no longer.");

    // Routing leaves %2F as it is. An id holds no percent sign, so that nothing is unescaped twice.
    private static IResult? AgentOf(string path, out AgentId agent) =>
        AgentId.TryParse(Uri.UnescapeDataString(path[..path.LastIndexOf('/')]), out agent, out var fault) ? null : Problems.BadRequest("bad_agent", fault);

    private static IResult? LifeOf(IQueryCollection query, out long? life)
    {
        life = null;
        if (query["expiresInMs"].ToString() is not { Length: > 0 } text) return null;
        if (!long.TryParse(text, out var milliseconds))
            return Problems.BadRequest("bad_request", $"expiresInMs is '{Text.Excerpt(text)}'; a whole number of milliseconds is allowed.");
        life = milliseconds;
        return null;
    }

    private static ConfigDraft DraftOf(ConfigBody body) => new(body.ReportIntervalMs, TextsOf(body.Collect), PairsOf(body.Settings));

    private static string[] TextsOf(IReadOnlyList<string?>? texts) => [.. (texts ?? []).Select(t => t ?? "")];

    private static KeyValuePair<string, string>[] PairsOf(IReadOnlyDictionary<string, string?>? pairs) =>
        pairs is null ? [] : [.. pairs.Select(p => KeyValuePair.Create(p.Key, p.Value ?? ""))];

    private static IResult Answer(PushOutcome outcome) => outcome switch
    {
        PushOutcome.Made { Receipt: { EndedUnixMs: null } receipt } => Results.Accepted($"{ApiFrame.Root}/pushes/{receipt.Push.Id}", PushView.Of(receipt)),
        PushOutcome.Made made => Results.Ok(PushView.Of(made.Receipt)),
        PushOutcome.Invalid invalid => Invalid(invalid.Faults),
        PushOutcome.Taken taken => Problems.Of(StatusCodes.Status409Conflict, "request_id_taken", taken.Detail),
        PushOutcome.Full full => Problems.Of(StatusCodes.Status429TooManyRequests, "too_many_pushes", full.Detail),
        _ => throw new InvalidOperationException($"A push cannot end in {outcome}."),
    };

    private static IResult Answer(PushConfigAnswer answer, HttpResponse response)
    {
        switch (answer)
        {
            case PushConfigAnswer.Set set:
                response.Headers.ETag = $"\"{set.Desired.Config.Hash}\"";
                return Results.Ok(ConfigView.Of(set));
            case PushConfigAnswer.Invalid invalid:
                return Invalid(invalid.Faults);
            case PushConfigAnswer.Full full:
                return Problems.Of(StatusCodes.Status507InsufficientStorage, "too_many_configs", full.Detail);
            default:
                throw new InvalidOperationException($"Setting a configuration cannot end in {answer}.");
        }
    }

    private static IResult Invalid(IReadOnlyList<string> faults) => Problems.BadRequest("bad_request", string.Join(' ', faults));
}

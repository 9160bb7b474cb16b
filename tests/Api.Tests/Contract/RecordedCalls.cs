using System.Net;
using System.Text;

namespace CleanLite.Api.Tests.Contract;

/// <summary>Every call of the HTTP API that asks, and the batch; well and wrongly made.</summary>
internal sealed class RecordedCalls(Recording recording, TestServer server)
{
    public async Task RunAsync()
    {
        // A page of one, so that there is another, and whole ones.
        foreach (var limit in new[] { "?limit=1", "" })
        {
            foreach (var list in new[] { "latest", "agents", "events", "rejects", "system/events", "system/active-requests" })
                await GetAsync($"/api/v1/{list}", $"/api/v1/{list}{limit}");
        }

        foreach (var path in new[] { "/api/v1/system/metrics", "/health", "/health/live", "/health/ready", "/metrics", "/live/sse" }) await GetAsync(path);
        foreach (var path in new[] { "/asyncapi.yaml", "/schemas/live.v1.json", "/openapi/v1.json" }) await GetAsync(path);
        await GetAsync("/api/v1/agents/{id}", "/api/v1/agents/web-1");
        await recording.CallAsync(server, "POST /api/v1/tickets", HttpStatusCode.OK);
        await GetAsync("/login");
        var form = new FormUrlEncodedContent([new("token", "any-while-none-is-asked-for")]);
        await recording.CallAsync(server, "POST /login", HttpStatusCode.SeeOther, content: form);
        await recording.CallAsync(server, "POST /logout", HttpStatusCode.SeeOther);
        await AskWronglyAsync();
        await IngestAsync();
        await ReportAsync();
    }

    private async Task AskWronglyAsync()
    {
        await GetAsync("/api/v1/agents/{id}", "/api/v1/agents/web-9", HttpStatusCode.NotFound);
        await GetAsync("/live/sse", "/live/sse?channels=metric", HttpStatusCode.BadRequest);
        await recording.CallAsync(server, "GET /live/sse", HttpStatusCode.Forbidden, origin: "http://elsewhere.example");
        foreach (var call in new[] { "latest?since=x", "agents?state=x", "events?limit=x", "rejects?code=x", "system/events?level=x" })
            await GetAsync($"/api/v1/{call.Split('?')[0]}", $"/api/v1/{call}", HttpStatusCode.BadRequest);
    }

    private async Task IngestAsync()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        const string Ingest = "/api/v1/ingest";
        await PostAsync(Ingest, $$"""{"agentId":"web-3","series":[{"metric":"cpu","timestamps":[{{now}}],"values":[1]}]}""", HttpStatusCode.OK);
        await PostAsync(Ingest, """{"agentId":"web-3","series":[{"metric":"9lives","timestamps":[1],"values":[1]}]}""", HttpStatusCode.UnprocessableEntity);
        await PostAsync(Ingest, "{", HttpStatusCode.BadRequest);
        await PostAsync(Ingest, "{}", HttpStatusCode.UnsupportedMediaType, "text/plain");
    }

    private async Task ReportAsync()
    {
        await PostAsync("/api/v1/paint-delays", """{"delaysMs":[12.5]}""", HttpStatusCode.NoContent);
        await PostAsync("/api/v1/paint-delays", """{"delaysMs":[]}""", HttpStatusCode.BadRequest);
    }

    private Task<System.Text.Json.JsonElement> PostAsync(string route, string body, HttpStatusCode status, string type = "application/json") =>
        recording.CallAsync(server, $"POST {route}", status, content: new StringContent(body, Encoding.UTF8, type));

    private Task<System.Text.Json.JsonElement> GetAsync(string route, string? path = null, HttpStatusCode status = HttpStatusCode.OK) =>
        recording.CallAsync(server, $"GET {route}", status, path);
}

using System.Text.Json;
using CleanLite.Api.Tests.Fleet;
using CleanLite.Api.Tests.Ingest;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Live;
using CleanLite.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Severity = CleanLite.Domain.Activity.Severity;

namespace CleanLite.Api.Tests.Operations;

/// <summary>Known traffic gives the known figures: over HTTP, over gRPC, and over <c>call</c> on <c>/live</c>.</summary>
public sealed class KnownTrafficTests
{
    [Fact]
    public async Task SystemMetrics_AfterKnownTraffic_AreTheSameOnAllThreeDoors()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await SendKnownTrafficAsync(server);
        var recorder = server.Services.GetRequiredService<IOperationsRecorder>();
        recorder.Note(Severity.Error, "test.failed", "It failed.");

        var http = await server.GetJsonAsync("/api/v1/system/metrics");
        var live = await server.CallAsync("system.metrics");
        var grpc = await new OperationsService.OperationsServiceClient(server.Channel).GetMetricsAsync(new GetMetricsRequest());

        foreach (var json in new[] { http, live }) CheckJson(json);
        CheckMessage(grpc);
        NamesOf(live).ShouldBe(NamesOf(http));
        http.GetProperty("modelCalls").GetRawText().ShouldBe(live.GetProperty("modelCalls").GetRawText());
    }

    [Fact]
    public async Task SystemMetrics_HaveTheFieldsOfTheContract()
    {
        await using var server = await TestServer.StartAsync();
        NamesOf(await server.GetJsonAsync("/api/v1/system/metrics")).ShouldBe(
            ["messagesProcessed", "errors", "activeRequests", "uptimeSeconds", "queueDepth", "modelCalls", "ingest", "live", "fleet", "queues", "limits"]);
    }

    [Fact]
    public async Task SystemMetrics_Limits_AreThoseInForceAndWhatIsInUse()
    {
        await using var server = await TestServer.StartAsync(["Fleet:MaxAgents=7", "Http:MaxConnections=9"]);
        using var agent = await TestAgent.ConnectAsync(server.Client, "web-1");
        await agent.RoundTripAsync(1, Samples.Series("cpu"), Samples.Series("memory"));
        var limits = (await server.GetJsonAsync("/api/v1/system/metrics")).GetProperty("limits");

        string[] names = ["agents", "pushes", "configs", "series", "viewers", "filters", "ringPoints", "waitingPoints", "waitingEvents", "logEvents", "logFileBytes",
            "logins", "tickets", "httpConnections", "grpcConnections"];
        NamesOf(limits).ShouldBe(names.SelectMany(n => new[] { n, $"{n}Limit" }), ignoreOrder: true);
        foreach (var name in names) limits.GetProperty(name).GetInt64().ShouldBeLessThanOrEqualTo(limits.GetProperty($"{name}Limit").GetInt64());
        InUse("agents").ShouldBe((1, 7));
        InUse("series").ShouldBe((2, 1_000_000));
        InUse("grpcConnections").ShouldBe((1, 12_000));
        InUse("httpConnections").ShouldBe((1, 9));

        (long, long) InUse(string name) => (limits.GetProperty(name).GetInt64(), limits.GetProperty($"{name}Limit").GetInt64());
    }

    [Fact]
    public async Task SystemMetrics_DelayOfWrites_IsThereOnceAViewerWasSentAPoint()
    {
        await using var server = await TestServer.StartAsync();
        var client = new OperationsService.OperationsServiceClient(server.Channel);
        NamesOf((await server.GetJsonAsync("/api/v1/system/metrics")).GetProperty("live")).ShouldBe(["viewers", "mergedPoints", "lostEvents", "sentBytes"]);
        (await client.GetMetricsAsync(new GetMetricsRequest())).Live.HasDelayP50Ms.ShouldBeFalse();

        var metrics = server.Services.GetRequiredService<LiveMetrics>();
        var at = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 3; i++) metrics.Delay(at);
        var live = (await server.GetJsonAsync("/api/v1/system/metrics")).GetProperty("live");
        live.GetProperty("delayP99Ms").GetDouble().ShouldBeGreaterThanOrEqualTo(live.GetProperty("delayP50Ms").GetDouble());
        (await client.GetMetricsAsync(new GetMetricsRequest())).Live.DelayP99Ms.ShouldBe(live.GetProperty("delayP99Ms").GetDouble(), 1e-3);
    }

    [Fact]
    public async Task SystemEvents_FilterAndLimit_AreTheSameOnAllDoors()
    {
        await using var server = await TestServer.StartAsync();
        var recorder = server.Services.GetRequiredService<IOperationsRecorder>();
        for (var i = 1; i <= 600; i++) recorder.Note(i % 3 == 0 ? Severity.Error : i % 3 == 1 ? Severity.Info : Severity.Warn, "test.note", $"{i}", "web-1");

        (await MessagesAsync("limit=500")).Count.ShouldBe(500);
        (await MessagesAsync("limit=3")).ShouldBe(["600", "599", "598"]);
        (await MessagesAsync("level=error&limit=2")).ShouldBe(["600", "597"]);
        (await MessagesAsync("level=error,info&limit=3")).ShouldBe(["600", "598", "597"]);
        (await MessagesAsync("level=error&level=info&limit=3")).ShouldBe(["600", "598", "597"]);
        (await MessagesAsync("")).Count.ShouldBe(100);

        var first = (await server.GetJsonAsync("/api/v1/system/events?limit=1")).GetProperty("items")[0];
        NamesOf(first).ShouldBe(["time", "level", "type", "subject", "message"]);
        first.GetProperty("level").GetString().ShouldBe("error");
        DateTimeOffset.Parse(first.GetProperty("time").GetString()!).ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));

        var client = new OperationsService.OperationsServiceClient(server.Channel);
        (await client.ListEventsAsync(new ListEventsRequest { Levels = { V1.Severity.Error }, Limit = 2 })).Items.Select(i => i.Message).ShouldBe(["600", "597"]);
        (await client.ListEventsAsync(new ListEventsRequest())).Items.Count.ShouldBe(100);
        (await server.CallAsync("system.events")).GetProperty("items").GetArrayLength().ShouldBe(100);

        async Task<List<string>> MessagesAsync(string query) =>
            [.. (await server.GetJsonAsync($"/api/v1/system/events?{query}")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("message").GetString()!)];
    }

    [Fact]
    public async Task ActiveRequests_StreamsAndReportedOnes_AreListedWhileTheyLast()
    {
        await using var server = await TestServer.StartAsync();
        var agent = await TestAgent.ConnectAsync(server.Client, "web-1", "session-9");
        var tracker = server.Services.GetRequiredService<IRequestTracker>();
        tracker.Started(AgentId.Parse("web-1"), "req-1", "chat-7", "mail");

        var items = (await server.GetJsonAsync("/api/v1/system/active-requests")).GetProperty("items").EnumerateArray().ToList();
        items.Count.ShouldBe(2);
        NamesOf(items[0]).ShouldBe(["id", "session", "channel", "agent", "startedAt", "durationMs"]);
        items.Select(i => (i.GetProperty("session").GetString(), i.GetProperty("channel").GetString())).ShouldBe([("chat-7", "mail"), ("session-9", "grpc/Connect")]);
        items[1].GetProperty("durationMs").GetDouble().ShouldBeGreaterThan(0);

        var grpc = await new OperationsService.OperationsServiceClient(server.Channel).ListActiveRequestsAsync(new ListActiveRequestsRequest());
        grpc.Items.Select(i => i.Id).ShouldBe(items.Select(i => i.GetProperty("id").GetString()));
        (await server.CallAsync("system.activeRequests")).GetProperty("items").GetArrayLength().ShouldBe(2);

        await agent.SendAsync(new AgentMessage { Goodbye = new Goodbye { Reason = Goodbye.Types.Reason.Shutdown } });
        (await agent.ReadStatusAsync()).StatusCode.ShouldBe(StatusCode.OK);
        agent.Dispose();
        await Eventually.HoldsAsync(() => tracker.Count == 0, "nothing is in flight");
    }

    [Theory]
    [InlineData("/api/v1/system/events?level=fatal", "bad_level")]
    [InlineData("/api/v1/system/events?limit=0", "bad_limit")]
    [InlineData("/api/v1/system/events?limit=501", "bad_limit")]
    [InlineData("/api/v1/system/events?limit=-1", "bad_limit")]
    [InlineData("/api/v1/system/events?limit=1e2", "bad_limit")]
    [InlineData("/api/v1/system/active-requests?limit=20001", "bad_limit")]
    public async Task Query_OutOfRange_IsAProblem(string path, string code)
    {
        await using var server = await TestServer.StartAsync();
        (await server.GetProblemAsync(path, System.Net.HttpStatusCode.BadRequest)).ShouldBe(code);
    }

    [Fact]
    public async Task GrpcLimit_OutOfRange_IsInvalidArgument()
    {
        await using var server = await TestServer.StartAsync();
        var client = new OperationsService.OperationsServiceClient(server.Channel);
        (await Should.ThrowAsync<RpcException>(client.ListEventsAsync(new ListEventsRequest { Limit = 501 }).ResponseAsync)).StatusCode
            .ShouldBe(StatusCode.InvalidArgument);
        (await Should.ThrowAsync<RpcException>(client.ListEventsAsync(new ListEventsRequest { Levels = { (V1.Severity)9 } }).ResponseAsync)).StatusCode
            .ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Route_Unknown_IsAProblem()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var path in new[] { "/api", "/api/", "/api/v1/nothing", "/api/v2/system/metrics", "/api/v1/system/metrics/more" })
            (await server.GetProblemAsync(path, System.Net.HttpStatusCode.NotFound)).ShouldBe("no_such_route");
        (await server.PostJsonAsync("/api/v1/system/metrics", "{}")).Body.GetProperty("code").GetString().ShouldBe("no_such_route");
    }

    // Hello, a batch of 2 good points and a bad one, 3 model calls, a heartbeat; and a single call with 1 point.
    private static async Task<TestAgent> SendKnownTrafficAsync(TestServer server)
    {
        var agent = await TestAgent.ConnectAsync(server.Client, "web-1");
        await agent.RoundTripAsync(1, Samples.Series("cpu"), Samples.Series("memory"), Samples.Series("not a name"));
        await agent.SendAsync(CallOf("alpha", 100, ""));
        await agent.SendAsync(CallOf("beta", 200, "overloaded"));
        await agent.SendAsync(CallOf("gamma", 600, ""));
        await agent.SendAsync(new AgentMessage { Heartbeat = new Heartbeat { SentUnixMs = 1 } });
        (await agent.ReadAsync())!.BodyCase.ShouldBe(ServerMessage.BodyOneofCase.Heartbeat);
        await server.Client.IngestAsync(new IngestRequest { AgentId = "cron-1", Series = { Samples.Series("disk") } });
        return agent;
    }

    private static AgentMessage CallOf(string model, double latency, string error) =>
        new() { ModelCall = new ModelCall { Provider = "p", Model = model, LatencyMs = latency, InputTokens = 7, OutputTokens = 30, Error = error } };

    private static void CheckJson(JsonElement json)
    {
        Number("messagesProcessed").ShouldBe(7);
        Number("errors").ShouldBe(1);
        Number("activeRequests").ShouldBe(1);
        Number("queueDepth").ShouldBe(0);
        json.GetProperty("uptimeSeconds").GetDouble().ShouldBeGreaterThan(0);
        var calls = json.GetProperty("modelCalls");
        (calls.GetProperty("total").GetInt64(), calls.GetProperty("averageLatencyMs").GetDouble()).ShouldBe((3, 300));
        calls.GetProperty("errorRate").GetDouble().ShouldBe(1 / 3.0, 1e-12);
        var recent = calls.GetProperty("recentCalls").EnumerateArray().ToList();
        recent.Select(c => c.GetProperty("model").GetString()).ShouldBe(["gamma", "beta", "alpha"]);
        NamesOf(recent[0]).ShouldBe(["timestamp", "agent", "provider", "model", "latencyMs", "inputTokens", "outputTokens", "tokensPerSecond", "error"]);
        recent[0].GetProperty("tokensPerSecond").GetDouble().ShouldBe(50);
        recent[1].GetProperty("error").GetString().ShouldBe("overloaded");
        json.GetProperty("ingest").ToString().ShouldBe("""{"batches":2,"received":4,"accepted":3,"duplicate":0,"late":0,"rejected":1,"retries":0}""");
        json.GetProperty("fleet").ToString().ShouldBe("""{"online":2,"stale":0,"offline":0,"series":3,"seriesLimit":1000000}""");

        long Number(string name) => json.GetProperty(name).GetInt64();
    }

    private static void CheckMessage(V1.SystemMetrics metrics)
    {
        (metrics.MessagesProcessed, metrics.Errors, metrics.ActiveRequests, metrics.QueueDepth).ShouldBe((7UL, 1UL, 1U, 0UL));
        metrics.UptimeSeconds.ShouldBeGreaterThan(0);
        (metrics.ModelCalls.Total, metrics.ModelCalls.Failed, metrics.ModelCalls.AverageLatencyMs).ShouldBe((3UL, 1UL, 300));
        metrics.ModelCalls.ErrorRate.ShouldBe(1 / 3.0, 1e-12);
        metrics.ModelCalls.RecentCalls.Select(c => (c.Agent, c.Call.Model, c.Call.InputTokens)).ShouldBe([("web-1", "gamma", 7U), ("web-1", "beta", 7U), ("web-1", "alpha", 7U)]);
        metrics.Ingest.ShouldBe(new IngestFigures { Batches = 2, Received = 4, Accepted = 3, Rejected = 1 });
        metrics.Fleet.ShouldBe(new FleetFigures { Online = 2, Series = 3, SeriesLimit = 1_000_000 });
        metrics.Queues.Keys.ShouldBe(["points", "events", "activity"], ignoreOrder: true);
        (metrics.Limits["series"], metrics.Limits["seriesLimit"]).ShouldBe((3UL, 1_000_000UL));
    }

    private static string[] NamesOf(JsonElement json) => [.. json.EnumerateObject().Select(p => p.Name)];
}

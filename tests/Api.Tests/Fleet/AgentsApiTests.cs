using System.Net;
using System.Text.Json;
using CleanLite.Agent;
using CleanLite.Api.Tests.Ingest;
using CleanLite.V1;

namespace CleanLite.Api.Tests.Fleet;

public sealed class AgentsApiTests
{
    [Fact]
    public async Task Agent_WithSession_ShowsWhatIsKnownOfIt()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = new TestAgent(server.Client);
        await agent.SendAsync(new AgentMessage
        {
            Hello = new Hello
            {
                AgentId = "dc1/rack:2/web@1",
                SessionId = "s-1",
                AgentVersion = "2.3",
                Hostname = "web-1.example",
                Labels = { ["env"] = "prod" },
                Capabilities = { "config" },
                ConfigHash = "abc",
                ReportIntervalMs = 5_000,
            },
        });
        await agent.ReadAsync();
        await agent.RoundTripAsync(1, Samples.Series("cpu"), Samples.Series("memory"), Samples.Series("not a name"));
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await agent.SendAsync(new AgentMessage
        {
            Heartbeat = new Heartbeat { SentUnixMs = now + 60_000, PointsProduced = 10, PointsAcknowledged = 3, PointsShed = 2, PointsBuffered = 4 },
        });
        await agent.ReadAsync();

        foreach (var path in new[] { "dc1/rack:2/web@1", "dc1%2Frack%3A2%2Fweb%401" })
        {
            var view = await server.GetJsonAsync($"/api/v1/agents/{path}");
            Text("agentId").ShouldBe("dc1/rack:2/web@1");
            (Text("state"), Text("transport"), Text("hostname"), Text("agentVersion"), Text("sessionId"), Text("configHash"))
                .ShouldBe(("online", "grpc", "web-1.example", "2.3", "s-1", "abc"));
            view.GetProperty("labels").ToString().ShouldBe("""{"env":"prod"}""");
            (view.GetProperty("reportIntervalMs").GetInt32(), view.GetProperty("seriesCount").GetInt32()).ShouldBe((5_000, 2));
            view.GetProperty("counters").ToString().ShouldBe("""{"batches":1,"received":3,"accepted":2,"duplicate":0,"late":0,"rejected":1}""");
            view.GetProperty("ledger").ToString().ShouldBe(
                """{"produced":10,"acknowledged":3,"shed":2,"waiting":4,"unaccounted":1,"countedTwice":0}""");
            view.GetProperty("clockSkewMs").GetInt64().ShouldBeInRange(40_000, 60_000);
            view.GetProperty("sinceAt").GetInt64().ShouldBeInRange(now - 60_000, now + 60_000);
            if (OperatingSystem.IsLinux()) view.GetProperty("roundTripMs").GetDouble().ShouldBeInRange(0.0001, 30_000);

            string? Text(string name) => view.GetProperty(name).GetString();
        }
    }

    [Fact]
    public async Task Ledger_OfARealAgent_IsEven()
    {
        await using var server = await TestServer.StartAsync(["Fleet:HeartbeatIntervalMs=100"]);
        await using var agent = new AgentClient(new AgentOptions { Server = server.Door, AgentId = "real-1" });
        var series = new MetricSeries("cpu", MetricKind.Gauge, "1");
        for (var i = 0; i < 50; i++) agent.TryReport([new MetricPoint(series, Samples.NextTimestamp(), i)]).ShouldBeTrue();

        await Eventually.HoldsAsync(() => agent.Status.Connected, "the agent connects");
        var ledger = default(JsonElement);
        await Eventually.HoldsAsync(
            async () => (await server.GetJsonAsync("/api/v1/agents/real-1")).TryGetProperty("ledger", out ledger)
                && ledger.GetProperty("acknowledged").GetInt64() == 50,
            "the server has answered every point and the agent has said so");
        ledger.ToString().ShouldBe("""{"produced":50,"acknowledged":50,"shed":0,"waiting":0,"unaccounted":0,"countedTwice":0}""");
    }

    [Fact]
    public async Task Ledger_PointsMissingOverTwoHeartbeats_IsAnEventOnce()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server.Client, "leaky-1");
        for (var i = 0; i < 4; i++)
        {
            await agent.SendAsync(new AgentMessage { Heartbeat = new Heartbeat { PointsProduced = 9, PointsBuffered = 2 } });
            await agent.ReadAsync();
        }

        var error = (await server.GetJsonAsync("/api/v1/system/events?level=error")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (error.GetProperty("type").GetString(), error.GetProperty("subject").GetString()).ShouldBe(("agent.unaccounted", "leaky-1"));
        await Eventually.HoldsAsync(async () => (await EventsAsync()).Count > 0, "the event is in the log");
        var attributes = (await EventsAsync()).ShouldHaveSingleItem().GetProperty("data");
        attributes.GetProperty("unaccounted").GetString().ShouldBe("7");

        async Task<List<JsonElement>> EventsAsync() =>
            [.. (await server.GetJsonAsync("/api/v1/events?type=agent.unaccounted")).GetProperty("items").EnumerateArray()];
    }

    [Fact]
    public async Task Agents_FilterAndPages_CoverTheFleet()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (id, env) in new[] { ("web-1", "prod"), ("web-2", "test"), ("db-1", "prod") })
            await server.Client.IngestAsync(new IngestRequest { AgentId = id, Labels = { ["env"] = env }, Series = { Samples.Series() } });

        (await IdsAsync("")).ShouldBe(["db-1", "web-1", "web-2"]);
        (await IdsAsync("?label.env=pr*")).ShouldBe(["db-1", "web-1"]);
        (await IdsAsync("?label.env=!prod")).ShouldBe(["web-2"]);
        (await IdsAsync("?search=WEB&state=online,stale")).ShouldBe(["web-1", "web-2"]);
        (await IdsAsync("?state=offline")).ShouldBeEmpty();

        var first = await server.GetJsonAsync("/api/v1/agents?limit=2");
        var next = first.GetProperty("next").GetString();
        var last = await server.GetJsonAsync($"/api/v1/agents?limit=2&cursor={next}");
        last.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("agentId").GetString()).ShouldBe(["web-2"]);
        last.TryGetProperty("next", out _).ShouldBeFalse();

        async Task<IEnumerable<string?>> IdsAsync(string query) =>
            (await server.GetJsonAsync($"/api/v1/agents{query}")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("agentId").GetString());
    }

    [Theory]
    [InlineData("/stranger", HttpStatusCode.NotFound, "unknown_agent")]
    [InlineData("/a%20b", HttpStatusCode.BadRequest, "bad_agent")]
    [InlineData("/%00", HttpStatusCode.BadRequest, null)]
    [InlineData("?state=gone", HttpStatusCode.BadRequest, "bad_state")]
    [InlineData("?limit=0", HttpStatusCode.BadRequest, "bad_limit")]
    [InlineData("?label.env=", HttpStatusCode.BadRequest, "bad_label")]
    public async Task Agents_WrongCall_IsAProblem(string path, HttpStatusCode status, string? code)
    {
        await using var server = await TestServer.StartAsync();
        if (code is null) (await server.GetAsync($"/api/v1/agents{path}")).StatusCode.ShouldBe(status);
        else (await server.GetProblemAsync($"/api/v1/agents{path}", status)).ShouldBe(code);
    }

    [Fact]
    public async Task Agents_TooManyOrTooLongFilters_AreAProblem()
    {
        await using var server = await TestServer.StartAsync();
        var labels = string.Join('&', Enumerable.Range(0, 17).Select(i => $"label.a{i}=x"));
        (await server.GetProblemAsync($"/api/v1/agents?{labels}", HttpStatusCode.BadRequest)).ShouldBe("bad_label");
        (await server.GetProblemAsync($"/api/v1/agents?search={new string('x', 129)}", HttpStatusCode.BadRequest)).ShouldBe("bad_search");
    }
}

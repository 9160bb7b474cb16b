using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CleanLite.Agent;
using CleanLite.Api.Tests.Ingest;
using CleanLite.V1;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>Pushes through the whole server: HTTP in, the agents' stream out, answers back.</summary>
public sealed class PushEndToEndTests
{
    private static readonly string[] Everything = ["config", "sample", "interval", "action:refresh", "action:restart"];

    [Fact]
    public async Task PutConfig_HostAgentConnected_TakesEffectAndItsFirstPointCanBeTold()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        await using var agent = RunningAgent.Start(server, "team/web:1", new HostOptions { Collect = ["cpu", "load"] });
        await agent.ReportsAsync(server, "system.cpu.load_average.1m");

        var put = await PutAsync(http, "agents/team/web:1/config", """{"reportIntervalMs":200,"collect":["uptime"]}""");
        put.GetProperty("push").GetProperty("result").GetString().ShouldBe("live");
        var hash = put.GetProperty("hash").GetString().ShouldNotBeNull();
        var push = await EndedAsync(http, put.GetProperty("push"));
        (push.GetProperty("state").GetString(), push.GetProperty("configHash").GetString()).ShouldBe(("applied", hash));

        await agent.ReportsAsync(server, "system.uptime");
        var points = server.Applied.Points.ToList();
        var marker = points.FindIndex(p => p.Series.Metric.Value == "cleanlite.agent.config" && p.Series.Labels.Find("config.hash") == hash);
        marker.ShouldBeGreaterThan(0);
        var changedAt = points[marker].Timestamp;
        points.Where(p => p.Timestamp >= changedAt).ShouldAllBe(p => p.Series.Metric.Value == "system.uptime" || p.Series.Metric.Value == "cleanlite.agent.config");
        points.Where(p => p.Timestamp < changedAt).ShouldAllBe(p => p.Series.Metric.Value != "system.uptime");

        var shown = await GetAsync(http, "agents/team%2Fweb:1");
        (shown.GetProperty("configHash").GetString(), shown.GetProperty("reportIntervalMs").GetInt32(), shown.GetProperty("transport").GetString())
            .ShouldBe((hash, 200, "grpc"));
    }

    [Fact]
    public async Task PutConfig_FiftyOneAfterTheOther_AreEachApplied()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        await using var agent = RunningAgent.Start(server, "web-1", new HostOptions { Collect = ["load"] });
        await agent.ReportsAsync(server, "system.cpu.load_average.1m");
        for (var i = 0; i < 50; i++)
        {
            var put = await PutAsync(http, "agents/web-1/config", $$"""{"reportIntervalMs":{{1_000 + i}}}""");
            (await EndedAsync(http, put.GetProperty("push"))).GetProperty("state").GetString().ShouldBe("applied");
        }
    }

    [Fact]
    public async Task PutConfig_FiveWhileTheAgentIsAway_GiveItTheNewestOnReturn()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        using (var before = await TestAgent.ConnectAsync(server.Client, capabilities: Everything))
        {
            await before.SendAsync(new AgentMessage { Goodbye = new Goodbye { Reason = Goodbye.Types.Reason.Shutdown } });
            await before.ReadStatusAsync();
        }

        var puts = new List<JsonElement>();
        for (var i = 1; i <= 5; i++) puts.Add(await PutAsync(http, "agents/agent-1/config", $$"""{"reportIntervalMs":{{i * 1_000}}}"""));
        using var agent = await TestAgent.ConnectAsync(server.Client, session: "s2", capabilities: Everything);
        var newest = puts[^1].GetProperty("hash").GetString();
        agent.Welcome.Config.Hash.ShouldBe(newest);
        agent.Welcome.Config.ReportIntervalMs.ShouldBe(5_000U);

        var push = (await agent.ReadAsync())!.Push;
        push.ConfigChanged.Config.Hash.ShouldBe(newest);
        await agent.SendAsync(new AgentMessage { PushAck = new PushAck { PushId = push.PushId, State = PushAck.Types.State.Applied, ConfigHash = newest } });
        (await EndedAsync(http, puts[^1].GetProperty("push"))).GetProperty("state").GetString().ShouldBe("applied");
        (await GetAsync(http, $"pushes/{puts[0].GetProperty("push").GetProperty("pushId").GetString()}")).GetProperty("state").GetString().ShouldBe("superseded");

        using var current = await TestAgent.ConnectAsync(server.Client, session: "s3", capabilities: Everything, configHash: newest!);
        current.Welcome.Config.ShouldBeNull();
        (await current.RoundTripAsync(1, Samples.Series())).Sequence.ShouldBe(1UL);
    }

    [Fact]
    public async Task GetConfig_ByAPoller_AnswersWithTagAndNotModified()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        (await http.GetAsync("agents/a/config")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var put = await PutAsync(http, "agents/a/config", """{"collect":["cpu"],"settings":{"x":"y"}}""");
        put.TryGetProperty("push", out _).ShouldBeFalse();

        using var first = await http.GetAsync("agents/a/config");
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Headers.ETag!.Tag.ShouldBe($"\"{put.GetProperty("hash").GetString()}\"");
        var config = await first.Content.ReadFromJsonAsync<JsonElement>();
        config.GetProperty("collect")[0].GetString().ShouldBe("cpu");
        config.GetProperty("settings").GetProperty("x").GetString().ShouldBe("y");

        foreach (var tag in (string[])[first.Headers.ETag.Tag, $"W/{first.Headers.ETag.Tag}", "\"other\", " + first.Headers.ETag.Tag, "*"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "agents/a/config");
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            using var again = await http.SendAsync(request);
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified, tag);
            again.Headers.ETag.ShouldBe(first.Headers.ETag);
        }

        using var stale = new HttpRequestMessage(HttpMethod.Get, "agents/a/config");
        stale.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\""));
        (await http.SendAsync(stale)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task PutConfigs_ForAGroup_ReachesItsAgentsAndThoseThatComeLater()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        using var prod = await TestAgent.ConnectAsync(server.Client, "prod-1", capabilities: Everything, labels: new() { ["env"] = "prod" });
        using var test = await TestAgent.ConnectAsync(server.Client, "test-1", capabilities: Everything, labels: new() { ["env"] = "test" });
        using var own = await TestAgent.ConnectAsync(server.Client, "own-1", capabilities: Everything, labels: new() { ["env"] = "prod" });
        await PutAsync(http, "agents/own-1/config", """{"reportIntervalMs":9000}""");

        var put = await PutAsync(http, "configs?label.env=prod", """{"reportIntervalMs":7000}""");
        put.GetProperty("pushed").GetInt32().ShouldBe(1);
        put.GetProperty("pushes")[0].GetProperty("agentId").GetString().ShouldBe("prod-1");
        (await prod.ReadAsync())!.Push.ConfigChanged.Config.ReportIntervalMs.ShouldBe(7_000U);

        using var later = await TestAgent.ConnectAsync(server.Client, "prod-2", capabilities: Everything, labels: new() { ["env"] = "prod" });
        later.Welcome.Config.ReportIntervalMs.ShouldBe(7_000U);
        (await GetAsync(http, "agents/prod-2/config")).GetProperty("group").GetProperty("env").GetString().ShouldBe("prod");
        (await GetAsync(http, "agents/own-1/config")).GetProperty("reportIntervalMs").GetInt32().ShouldBe(9_000);
        (await http.GetAsync("agents/test-1/config")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task PutConfig_ServerRestarted_IsKept()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var setting = $"Fleet:ConfigPath={Path.Combine(directory.FullName, "configs.json")}";
            await using (var server = await TestServer.StartAsync([setting]))
            {
                using var http = ClientOf(server);
                (await PutAsync(http, "agents/agent-1/config", """{"reportIntervalMs":3000}""")).GetProperty("kept").GetBoolean().ShouldBeTrue();
            }

            await using var restarted = await TestServer.StartAsync([setting]);
            using var agent = await TestAgent.ConnectAsync(restarted.Client, capabilities: Everything);
            agent.Welcome.Config.ReportIntervalMs.ShouldBe(3_000U);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task PostSample_HostAgent_AnswersWhatFitsThePatterns()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        await using var agent = RunningAgent.Start(server, "web-1", new HostOptions { Collect = ["load", "memory", "uptime"] });
        await agent.ReportsAsync(server, "system.cpu.load_average.1m");

        var asked = await PostAsync(http, "agents/web-1/samples", """{"requestId":"r1","metrics":["system.memory.*","system.uptime"],"limit":3}""");
        asked.GetProperty("kind").GetString().ShouldBe("sample");
        var push = await EndedAsync(http, asked);
        push.GetProperty("state").GetString().ShouldBe("applied");
        var series = push.GetProperty("sample").GetProperty("series");
        series.GetArrayLength().ShouldBe(3);
        series.EnumerateArray().Select(s => s.GetProperty("metric").GetString()!).ShouldAllBe(m => m.StartsWith("system.memory.") || m == "system.uptime");
        series[0].GetProperty("timestamps").GetArrayLength().ShouldBe(1);

        (await PostAsync(http, "agents/web-1/samples", """{"requestId":"r1"}""")).GetProperty("pushId").GetString().ShouldBe(push.GetProperty("pushId").GetString());
        using var taken = await http.PostAsync("agents/web-2/samples", Json("""{"requestId":"r1"}"""));
        taken.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task PostAction_HostAgent_ObeysItsOwnAllowListOnly()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        await using var agent = RunningAgent.Start(server, "web-1", new HostOptions { Collect = ["load"] });
        await agent.ReportsAsync(server, "system.cpu.load_average.1m");

        (await StateOfActionAsync("refresh")).ShouldBe("applied");
        (await StateOfActionAsync("restart")).ShouldBe("refused");
        (await StateOfActionAsync("shell")).ShouldBe("unsupported");
        agent.HasEnded.ShouldBeFalse();

        async Task<string?> StateOfActionAsync(string name) =>
            (await EndedAsync(http, await PostAsync(http, "agents/web-1/actions", $$"""{"name":"{{name}}"}"""))).GetProperty("state").GetString();
    }

    [Fact]
    public async Task PostAction_RestartAllowed_TakesEffectWhenTheNewProcessComes()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        var options = new HostOptions { Collect = ["load"], AllowedActions = ["restart"] };
        var agent = RunningAgent.Start(server, "web-1", options);
        await agent.ReportsAsync(server, "system.cpu.load_average.1m");

        var push = await PostAsync(http, "agents/web-1/actions", """{"name":"restart"}""");
        (await agent.EndAsync()).ShouldBeTrue();
        (await GetAsync(http, $"pushes/{push.GetProperty("pushId").GetString()}")).GetProperty("state").GetString().ShouldBe("applying");
        await using var next = RunningAgent.Start(server, "web-1", options);
        (await EndedAsync(http, push)).GetProperty("state").GetString().ShouldBe("applied");
    }

    [Fact]
    public async Task PostAction_RestartAllowedToTheCommand_StartsItselfAgainInItsOwnPlaceAndRemembersItsConfiguration()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        var state = Directory.CreateTempSubdirectory();
        try
        {
            using var agent = new AgentProcess(
                "--server", $"{server.Door}", "--name", "web-1", "--collect", "load", "--interval", "500ms", "--allow-action", "restart", "--state", state.FullName);
            await Eventually.HoldsAsync(() => server.Applied.Points.Any(p => p.Series.Agent.Value == "web-1"), "it reports");
            var put = await PutAsync(http, "agents/web-1/config", """{"collect":["uptime"]}""");
            (await EndedAsync(http, put.GetProperty("push"))).GetProperty("state").GetString().ShouldBe("applied");
            var before = await GetAsync(http, "agents/web-1");

            var push = await EndedAsync(http, await PostAsync(http, "agents/web-1/actions", """{"name":"restart"}"""));
            push.GetProperty("state").GetString().ShouldBe("applied");
            var after = await GetAsync(http, "agents/web-1");
            after.GetProperty("sessionId").GetString().ShouldNotBe(before.GetProperty("sessionId").GetString());
            after.GetProperty("configHash").GetString().ShouldBe(put.GetProperty("hash").GetString());
            agent.HasEnded.ShouldBeFalse();
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task PostInterval_Leased_HostAgentFallsBackByItself()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        await using var agent = RunningAgent.Start(server, "web-1", new HostOptions { Collect = ["cpu"] }, TimeSpan.FromHours(1));
        await agent.ReportsAsync(server, "system.cpu.logical.count");
        var before = agent.Ticks(server);

        var push = await PostAsync(http, "agents/web-1/interval", """{"intervalMs":100,"leaseMs":10000}""");
        (await EndedAsync(http, push)).GetProperty("state").GetString().ShouldBe("applied");
        await Eventually.HoldsAsync(() => agent.Ticks(server) >= before + 3, "it reports faster");

        // Nobody tells it to stop; once it has been silent for many intervals, it has.
        var (last, quietSince) = (agent.Ticks(server), Stopwatch.StartNew());
        await Eventually.HoldsAsync(
            () =>
            {
                if (agent.Ticks(server) is var now && now != last) (last, quietSince) = (now, Stopwatch.StartNew());
                return quietSince.Elapsed > TimeSpan.FromSeconds(1.5);
            },
            "it falls back to an hour");
    }

    [Fact]
    public async Task AHostileAgent_CannotActForAnother()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        using var victim = await TestAgent.ConnectAsync(server.Client, "victim", capabilities: Everything);
        using var hostile = await TestAgent.ConnectAsync(server.Client, "hostile", capabilities: Everything);
        using var counters = new Counters(server);
        var config = await PutAsync(http, "agents/victim/config", """{"reportIntervalMs":5000}""");
        var sample = await PostAsync(http, "agents/victim/samples", """{"requestId":"secret-request"}""");

        var pushId = config.GetProperty("push").GetProperty("pushId").GetString();
        await hostile.SendAsync(Ack(pushId!, config.GetProperty("hash").GetString()!));
        await hostile.SendAsync(new AgentMessage { SampleResult = new SampleResult { RequestId = "secret-request", Series = { Samples.Series() } } });
        await hostile.SendAsync(Ack("made-up", ""));
        await hostile.SendAsync(Ack("", config.GetProperty("hash").GetString()!));
        await hostile.SendAsync(new AgentMessage { SampleResult = new SampleResult { RequestId = "made-up" } });
        await hostile.RoundTripAsync(1, Samples.Series());

        (await GetAsync(http, $"pushes/{pushId}")).GetProperty("state").GetString().ShouldBe("sent");
        var found = await GetAsync(http, $"pushes/{sample.GetProperty("pushId").GetString()}");
        found.GetProperty("state").GetString().ShouldBe("sent");
        found.TryGetProperty("sample", out _).ShouldBeFalse();
        (await GetAsync(http, "agents/victim")).GetProperty("configHash").GetString().ShouldBe("");
        (await GetAsync(http, "agents/hostile")).GetProperty("configHash").GetString().ShouldBe("");
        counters["cleanlite.pushes.answers:foreign"].ShouldBe(2);
        counters["cleanlite.pushes.answers:unknown"].ShouldBe(3);

        static AgentMessage Ack(string id, string hash) =>
            new() { PushAck = new PushAck { PushId = id, State = PushAck.Types.State.Applied, ConfigHash = hash } };
    }

    [Theory]
    [InlineData("PUT", "agents/two words/config", "{}", 400, "bad_agent")]
    [InlineData("PUT", "agents/a/config", """{"reportIntervalMs":5}""", 400, "reportIntervalMs is 5; 0 or 100 to 86400000 are allowed.")]
    [InlineData("PUT", "agents/a/config", """{"collect":["CPU"]}""", 400, "collect holds 'CPU'")]
    [InlineData("PUT", "agents/a/config", """{"reportIntervalMs":"often"}""", 400, "$.reportIntervalMs")]
    [InlineData("PUT", "agents/a/config", "null", 400, "malformed")]
    [InlineData("PUT", "agents/a/config", "{", 400, "malformed")]
    [InlineData("PUT", "agents/a/config?expiresInMs=1", "{}", 400, "expiresInMs is 1; 1000 to 604800000 are allowed.")]
    [InlineData("PUT", "agents/a/config?expiresInMs=x", "{}", 400, "expiresInMs is 'x'")]
    [InlineData("PUT", "configs", "{}", 400, "1 to 8 are allowed")]
    [InlineData("PUT", "configs?label.=x", "{}", 400, "empty name")]
    [InlineData("POST", "agents/a/samples", """{"metrics":[""]}""", 400, "metrics: The pattern ''")]
    [InlineData("POST", "agents/a/samples", """{"limit":1001}""", 400, "limit is 1001; 1 to 1000 series are allowed")]
    [InlineData("POST", "agents/a/actions", """{"name":"rm -rf /"}""", 400, "name: The action 'rm -rf /'")]
    [InlineData("POST", "agents/a/actions", "{}", 400, "name: The action ''")]
    [InlineData("POST", "agents/a/actions", """{"name":"restart","arguments":{"now":"yes"}}""", 400, "a restart takes none")]
    [InlineData("POST", "agents/a/interval", """{"intervalMs":99}""", 400, "intervalMs is 99; 100 to 86400000 are allowed.")]
    [InlineData("POST", "agents/a/interval", """{"intervalMs":100,"leaseMs":1}""", 400, "leaseMs is 1; 1000 to 86400000 are allowed, or 0")]
    [InlineData("GET", "pushes/nothing", "", 404, "unknown_push")]
    public async Task Calls_AgainstTheRules_AreAnsweredWithAProblemThatNamesFieldValueAndWhatIsAllowed(
        string method, string path, string body, int status, string told)
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body.Length > 0 ? Json(body) : null };
        using var answer = await http.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        $"{problem.GetProperty("code").GetString()}: {problem.GetProperty("detail").GetString()}".ShouldContain(told);
    }

    [Fact]
    public async Task Calls_ThatAForeignPageCouldMakeABrowserSend_AreRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        foreach (var type in (string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
        {
            using var content = new ByteArrayContent("""{"name":"refresh"}"""u8.ToArray());
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
            (await http.PostAsync("agents/a/actions", content)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType, type);
        }
    }

    [Theory]
    [InlineData(64 * 1024, false, HttpStatusCode.OK)]
    [InlineData((64 * 1024) + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(64 * 1024, true, HttpStatusCode.OK)]
    [InlineData((64 * 1024) + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Bodies_AtTheCapAndBeyond_AreTakenOrRefused(int bytes, bool chunked, HttpStatusCode status)
    {
        await using var server = await TestServer.StartAsync();
        using var http = ClientOf(server);
        http.DefaultRequestHeaders.TransferEncodingChunked = chunked;
        (await http.PutAsync("agents/a/config", Json("{}".PadRight(bytes)))).StatusCode.ShouldBe(status);
    }

    private static HttpClient ClientOf(TestServer server) => new() { BaseAddress = new Uri(server.Http, "/api/v1/") };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<JsonElement> GetAsync(HttpClient http, string path) => await http.GetFromJsonAsync<JsonElement>(path);

    private static async Task<JsonElement> PutAsync(HttpClient http, string path, string body)
    {
        using var answer = await http.PutAsync(path, Json(body));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, string body)
    {
        using var answer = await http.PostAsync(path, Json(body));
        var push = await answer.Content.ReadFromJsonAsync<JsonElement>();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{push}");
        if (answer.StatusCode == HttpStatusCode.Accepted) answer.Headers.Location!.ToString().ShouldBe($"/api/v1/pushes/{push.GetProperty("pushId").GetString()}");
        return push;
    }

    private static async Task<JsonElement> EndedAsync(HttpClient http, JsonElement push)
    {
        var path = $"pushes/{push.GetProperty("pushId").GetString()}";
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var now = await GetAsync(http, path);
            if (now.TryGetProperty("endedAt", out _)) return now;
            waited.Elapsed.ShouldBeLessThan(Eventually.Patience, $"{now}");
            await Task.Delay(1);
        }
    }
}

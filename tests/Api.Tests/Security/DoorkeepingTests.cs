using System.Net;
using CleanLite.Api.Hosting;
using CleanLite.Api.Tests.Live;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Security;

/// <summary>What stands before every door: the host's name, the headers of answers, the limit on failures; and what no door may tell.</summary>
public sealed class DoorkeepingTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]", 200)]
    [InlineData("LOCALHOST:8080", 200)]
    [InlineData("evil.example", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("10.0.0.1", 421)]
    public async Task Host_OfARequestWithoutTokens_IsOneOfTheServersOwn(string host, int status)
    {
        foreach (var path in new[] { "/health", "/", "/api/v1/agents" }) (await AskAsync(shared.Server, host, path)).ShouldBe(status, path);
        var upgrade = new UpgradeRequest(shared.Server.Http).With("Host", host).With("Origin", $"http://{host}");
        (await upgrade.SendAsync()).Status.ShouldBe(status == 200 ? 101 : status);
    }

    [Fact]
    public async Task Host_ThatTheSettingsName_IsServed()
    {
        await using var server = await TestServer.StartAsync(["Security:AllowedHosts:0=metrics.example"]);
        (await AskAsync(server, "metrics.example", "/health")).ShouldBe(200);
        (await AskAsync(server, "other.example", "/health")).ShouldBe(421);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/health")]
    [InlineData("/api/v1/agents")]
    [InlineData("/api/nowhere")]
    [InlineData("/nowhere")]
    [InlineData("/asyncapi.yaml")]
    public async Task Answers_AllCarryTheHeaders(string path)
    {
        using var http = new HttpClient { BaseAddress = shared.Server.Http };
        using var answer = await http.GetAsync(path);
        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        answer.Headers.Contains("Server").ShouldBeFalse();
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public async Task Failures_BeyondTheAllowance_AreSlowedDownAndLockNobodyOut()
    {
        await using var server = await TestServer.StartAsync([.. AccessServer.Tokens, "Security:FailuresPerMinute=3"]);
        using var counters = new Counters(server);
        for (var i = 0; i < 3; i++) (await TryAsync(server, AccessServer.UnknownToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var limited = await TryAsync(server, AccessServer.UnknownToken);
        limited.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        limited.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(20));

        (await TryAsync(server, AccessServer.ViewerToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TryAsync(server, null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "No token is no guess.");
        counters["cleanlite.security.refusals:too_many"].ShouldBe(1);
        counters["cleanlite.security.refusals:unknown"].ShouldBe(4);
    }

    [Fact]
    public async Task Secrets_OfEveryKind_AppearInNoLogMetricAnswerOrFile()
    {
        using var folder = new TokenFolder();
        var server = await TestServer.StartAsync(
        [
            .. AccessServer.Tokens, "Security:FailuresPerMinute=2", "Fleet:HelloTimeoutMs=200",
            $"Activity:Path={folder.PathOf("activity.db")}", $"Fleet:ConfigPath={folder.PathOf("configs.json")}",
        ]);
        const string canary = "canary-token-0123456789";
        string[] secrets = [canary, AccessServer.ViewerToken, AccessServer.AgentToken, AccessServer.BoundToken];
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Http };
        var answers = new List<string>();
        foreach (var secret in secrets)
        {
            foreach (var path in new[] { "/api/v1/agents", "/live/sse", "/api/nowhere", "/metrics", "/health" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = AccessServer.Bearer(secret) } };
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                answers.Add($"{answer} {(path == "/live/sse" ? "" : await answer.Content.ReadAsStringAsync())}");
            }

            answers.Add(await (await http.PostAsync("/login", new FormUrlEncodedContent([new("token", secret)]))).Content.ReadAsStringAsync());
            answers.Add(await (await http.GetAsync($"/live?ticket={secret}")).Content.ReadAsStringAsync());
            using var agent = new Fleet.TestAgent(server.Client, token: secret);
            answers.Add((await agent.ReadStatusAsync()).Detail);
        }

        http.DefaultRequestHeaders.Authorization = AccessServer.Bearer(AccessServer.ViewerToken);
        answers.Add(await http.GetStringAsync("/metrics"));
        answers.Add(await http.GetStringAsync("/api/v1/events"));
        var log = string.Join('\n', server.Log.Lines.Select(l => l.Text));
        await server.DisposeAsync();

        // The session that a login gave is a secret too, but it is the answer's to tell, in its cookie.
        foreach (var secret in secrets)
        {
            folder.Contents.ShouldAllBe(content => !content.Contains(secret));
            answers.ShouldAllBe(text => !text.Contains(secret));
            log.ShouldNotContain(secret);
        }
    }

    [Theory]
    [InlineData("short", "Token has 5 characters")]
    [InlineData("spaces in a long token", "Token has 22 characters")]
    public void Token_ThatIsNone_IsRefusedAtTheStartWithoutBeingShown(string token, string fault)
    {
        var refused = Should.Throw<SettingsException>(() => CleanLiteServer.Build(
            ["--CleanLite:Http:Port=0", "--CleanLite:Grpc:Port=0", "--CleanLite:Security:ViewerTokens:0:Name=v", $"--CleanLite:Security:ViewerTokens:0:Token={token}"]));
        refused.Message.ShouldContain($"CleanLite:Security:ViewerTokens:0:{fault}");
        refused.Message.ShouldNotContain(token);
    }

    [Theory]
    [InlineData("Security:AgentTokens=secret-secret-secret", "is a single value, which is not shown")]
    [InlineData("Security:AgentTokens:0:TokenFile=/nowhere/token", "Name is ''")]
    [InlineData("Http:Certificate=/nowhere/cert.pfx", "the path of a file that exists")]
    public void Settings_ThatAreWrong_AreNamedWithoutSecrets(string setting, string fault)
    {
        var refused = Should.Throw<SettingsException>(() => CleanLiteServer.Build(["--CleanLite:Http:Port=0", "--CleanLite:Grpc:Port=0", $"--CleanLite:{setting}"]));
        refused.Message.ShouldContain(fault);
        refused.Message.ShouldNotContain("secret-secret");
    }

    private static async Task<int> AskAsync(TestServer server, string host, string path)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };

        // A page whose name was rebound may set what it likes; it must not pass for an agent.
        request.Content = new ByteArrayContent([]) { Headers = { ContentType = new("application/grpc") } };
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> TryAsync(TestServer server, string? token)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        if (token is not null) http.DefaultRequestHeaders.Authorization = AccessServer.Bearer(token);
        return await http.GetAsync("/api/v1/agents");
    }
}

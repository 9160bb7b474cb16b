using System.Net;
using CleanLite.Api.Hosting;
using Microsoft.AspNetCore.Http;

namespace CleanLite.Api.Tests.Hosting;

public sealed class DashboardFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cleanlite-page-").FullName;

    public DashboardFilesTests()
    {
        Write("plain.html", "plain");
        Write("plain.js", "plain()");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/explore")]
    [InlineData("/feed")]
    [InlineData("/rejects")]
    [InlineData("/connect")]
    [InlineData("/status")]
    [InlineData("/wall")]
    [InlineData("/agents/web-1.example.com")]
    [InlineData("/agents/a/b")]
    public async Task ViewOfThePage_IsAskedFor_GetsThePage(string path)
    {
        WriteDashboard();
        var answer = await AskAsync(path);
        answer.Body.ShouldBe("page");
        answer.Response.ContentType.ShouldBe("text/html; charset=utf-8");
        answer.Response.Headers.CacheControl.ToString().ShouldBe("no-cache");
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/agents")]
    [InlineData("/agents/")]
    [InlineData("/assets/missing-1.js")]
    [InlineData("/../plain.html")]
    [InlineData("/dashboard/index.html")]
    [InlineData("/assets/app-1.js.br")]
    [InlineData("/secret.key")]
    public async Task PathThatIsNoFileAndNoView_IsAskedFor_GoesOn(string path)
    {
        WriteDashboard();
        Write("secret.key", "secret");
        (await AskAsync(path)).Response.StatusCode.ShouldBe(StatusCodes.Status418ImATeapot);
    }

    [Theory]
    [InlineData("/nowhere", StatusCodes.Status404NotFound)]
    [InlineData("/agents/", StatusCodes.Status404NotFound)]
    [InlineData("/Feed", StatusCodes.Status404NotFound)]
    [InlineData("/api/v1/nowhere", StatusCodes.Status418ImATeapot)]
    [InlineData("/live/nowhere", StatusCodes.Status418ImATeapot)]
    public async Task PathThatIsNoView_IsAskedForByABrowser_GetsThePageThatSaysSo(string path, int expected)
    {
        WriteDashboard();
        var http = NewRequest(path, "GET", "");
        http.Request.Headers.Accept = "text/html,application/xhtml+xml";
        var (response, body) = await AskAsync(http);
        response.StatusCode.ShouldBe(expected);
        body.ShouldBe(expected == StatusCodes.Status404NotFound ? "page" : "");
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task MethodThatDoesNotRead_IsUsed_GoesOn(string method) =>
        (await AskAsync("/", method: method)).Response.StatusCode.ShouldBe(StatusCodes.Status418ImATeapot);

    [Fact]
    public async Task RouteThatMatched_HasThePathOfAView_GoesOn()
    {
        var http = NewRequest("/", "GET", "");
        http.SetEndpoint(new Endpoint(null, null, "a route"));
        (await AskAsync(http)).Response.StatusCode.ShouldBe(StatusCodes.Status418ImATeapot);
    }

    [Fact]
    public async Task DashboardThatWasNotBuilt_IsAskedFor_GivesThePlainPage()
    {
        (await AskAsync("/")).Body.ShouldBe("plain");
        (await AskAsync("/plain.js")).Body.ShouldBe("plain()");
    }

    [Fact]
    public async Task EmptyFolder_IsAskedForThePage_GoesOn()
    {
        Directory.Delete(_root, recursive: true);
        (await AskAsync("/")).Response.StatusCode.ShouldBe(StatusCodes.Status418ImATeapot);
        Directory.CreateDirectory(_root);
    }

    [Fact]
    public async Task Asset_IsAskedFor_MayBeKeptForEver()
    {
        WriteDashboard();
        var answer = await AskAsync("/assets/app-1.js");
        answer.Response.Headers.CacheControl.ToString().ShouldContain("immutable");
        answer.Response.ContentType.ShouldBe("text/javascript; charset=utf-8");
    }

    [Fact]
    public async Task EveryAnswer_CarriesTheStrictPolicy()
    {
        WriteDashboard();
        foreach (var path in new[] { "/", "/assets/app-1.js", "/plain.html" })
        {
            var headers = (await AskAsync(path)).Response.Headers;
            headers.ContentSecurityPolicy.ToString().ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self'");
            headers.ContentSecurityPolicy.ToString().ShouldNotContain("unsafe");
            headers.XContentTypeOptions.ToString().ShouldBe("nosniff");
            headers.Vary.ToString().ShouldBe("Accept-Encoding");
        }
    }

    [Theory]
    [InlineData("", null, "app()")]
    [InlineData("identity", null, "app()")]
    [InlineData("br", "br", "brotli")]
    [InlineData("gzip, deflate, br", "br", "brotli")]
    [InlineData("gzip;q=1.0, BR;q=0.5", "br", "brotli")]
    [InlineData("br;q=0, gzip", "gzip", "zipped")]
    [InlineData("br; q=0.000 , gzip;q=0.001", "gzip", "zipped")]
    [InlineData("br;q=0, gzip;q=0", null, "app()")]
    [InlineData("brotli, xgzip", null, "app()")]
    public async Task AcceptEncoding_DecidesWhichFormIsSent(string accept, string? encoding, string body)
    {
        WriteDashboard();
        var answer = await AskAsync("/assets/app-1.js", accept);
        answer.Body.ShouldBe(body);
        answer.Response.ContentLength.ShouldBe(body.Length);
        answer.Response.Headers.ContentEncoding.ToString().ShouldBe(encoding ?? "");
    }

    [Fact]
    public async Task TagThatTheClientHolds_IsSent_AnswersNotModified()
    {
        WriteDashboard();
        var tag = (await AskAsync("/")).Response.Headers.ETag.ToString();
        var http = NewRequest("/", "GET", "");
        http.Request.Headers.IfNoneMatch = tag;
        var answer = await AskAsync(http);
        answer.Response.StatusCode.ShouldBe(StatusCodes.Status304NotModified);
        answer.Body.ShouldBeEmpty();

        Write("dashboard/index.html", "another page");
        http = NewRequest("/", "GET", "");
        http.Request.Headers.IfNoneMatch = tag;
        (await AskAsync(http)).Body.ShouldBe("another page");
    }

    [Fact]
    public async Task Head_IsAsked_AnswersWithoutBody()
    {
        WriteDashboard();
        var answer = await AskAsync("/", method: "HEAD");
        answer.Body.ShouldBeEmpty();
        answer.Response.ContentLength.ShouldBe("page".Length);
    }

    [Fact]
    public async Task RunningServer_ServesThePageBesideItsOtherDoors()
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Http };
        foreach (var path in new[] { "/", "/agents/web-1" })
        {
            using var page = await http.GetAsync(path);
            page.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await page.Content.ReadAsStringAsync()).ShouldContain("CleanLite");
        }

        using var health = await http.GetAsync("/health");
        health.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        using var missing = await http.GetAsync("/assets/missing.js");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private void WriteDashboard()
    {
        Write("dashboard/index.html", "page");
        Write("dashboard/assets/app-1.js", "app()");
        Write("dashboard/assets/app-1.js.br", "brotli");
        Write("dashboard/assets/app-1.js.gz", "zipped");
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private Task<(HttpResponse Response, string Body)> AskAsync(string path, string accept = "", string method = "GET") =>
        AskAsync(NewRequest(path, method, accept));

    private async Task<(HttpResponse Response, string Body)> AskAsync(DefaultHttpContext http)
    {
        using var body = new MemoryStream();
        http.Response.Body = body;
        var door = new DashboardFiles(
            next =>
            {
                next.Response.StatusCode = StatusCodes.Status418ImATeapot;
                return Task.CompletedTask;
            },
            DashboardFolder.Read(_root));
        await door.InvokeAsync(http);
        return (http.Response, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    private static DefaultHttpContext NewRequest(string path, string method, string accept)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Request.Path = path;
        http.Request.Headers.AcceptEncoding = accept;
        return http;
    }
}

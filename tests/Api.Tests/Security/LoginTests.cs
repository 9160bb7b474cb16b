using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CleanLite.Api.Security;
using CleanLite.Api.Tests.Live;

namespace CleanLite.Api.Tests.Security;

/// <summary>What viewers hold in place of their token: the cookie of a login, and tickets.</summary>
public sealed class LoginTests(AccessServer access) : IClassFixture<AccessServer>
{
    private string Own => $"http://{access.Server.Http.Authority}";

    [Fact]
    public async Task Login_WithAViewersToken_SetsACookieThatOpensTheDoorsAndLeadsBack()
    {
        using var answer = await PostAsync("/login?next=/explore%3Fa=1", AccessServer.ViewerToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe("/explore?a=1");
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        cookies.Count.ShouldBe(2);
        cookies[1].ShouldStartWith("cleanlite-login=1;", Case.Sensitive, "the mark for the page's script");
        cookies[1].ShouldNotContain("httponly", Case.Insensitive);
        var cookie = cookies[0];
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        cookie.ShouldContain("path=/", Case.Insensitive);
        cookie.ShouldNotContain(AccessServer.ViewerToken);

        using var http = NewClient(cookie);
        (await http.GetAsync("/api/v1/agents")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var ended = await http.PostAsync("/logout", null);
        ended.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        ended.Headers.GetValues("Set-Cookie").ShouldAllBe(forgotten => forgotten.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase));
        ended.Headers.GetValues("Set-Cookie").Count().ShouldBe(2);
        (await http.GetAsync("/api/v1/agents")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(AccessServer.UnknownToken, HttpStatusCode.Unauthorized)]
    [InlineData(AccessServer.ExpiredToken, HttpStatusCode.Unauthorized)]
    [InlineData(AccessServer.AgentToken, HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    public async Task Login_WithAnythingElse_ShowsThePageAgainWithoutTheToken(string token, HttpStatusCode status)
    {
        using var answer = await PostAsync("/login", token);
        answer.StatusCode.ShouldBe(status);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("role=\"alert\"");
        if (token.Length > 0) page.ShouldNotContain(token);
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldBe(LoginPage.ContentPolicy);
    }

    [Theory]
    [InlineData(4_096, false, HttpStatusCode.SeeOther)]
    [InlineData(4_097, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(100, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Login_WithAForm_IsHeldToItsLengthWhichItHasToTell(int length, bool chunked, HttpStatusCode status)
    {
        var form = $"token={AccessServer.ViewerToken}&more=";
        using var http = NewClient(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login")
        {
            Content = new StringContent(form.PadRight(length, 'x'), new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await http.SendAsync(request);

        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Login_FromAPageOfAnotherOrigin_IsRefused()
    {
        using var answer = await PostAsync("/login", AccessServer.ViewerToken, "https://evil.example");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/feed", "/feed")]
    [InlineData("/agents/a?x=1#y", "/agents/a?x=1#y")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    [InlineData("feed", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void ReturnPath_IsAPathOfThisServerOrItsPage(string? wanted, string path) => ReturnPath.Of(wanted).ShouldBe(path);

    [Theory]
    [InlineData(null, 403)]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("own", 101)]
    public async Task Live_WithACookie_TakesPagesOfTheServerOnly(string? origin, int status)
    {
        var cookie = await CookieAsync();
        var request = new UpgradeRequest(access.Server.Http).With("Cookie", cookie).With("Origin", origin == "own" ? Own : origin);
        (await request.SendAsync()).Status.ShouldBe(status);
        var written = new UpgradeRequest(access.Server.Http) { Target = "/LIVE/" }.With("Cookie", cookie).With("Origin", origin == "own" ? Own : origin);
        (await written.SendAsync()).Status.ShouldBe(status, "However the path is written.");
    }

    [Fact]
    public async Task Commands_WithACookie_TakePagesOfTheServerOnly()
    {
        using var http = NewClient(await CookieAsync());
        (await http.PostAsync("/api/v1/tickets", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        http.DefaultRequestHeaders.Add("Origin", Own);
        (await http.PostAsync("/api/v1/tickets", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ticket_OpensLiveOnce()
    {
        using var http = NewClient(null);
        http.DefaultRequestHeaders.Authorization = AccessServer.Bearer(AccessServer.ViewerToken);
        using var issued = await http.PostAsync("/api/v1/tickets", null);
        var ticket = (await issued.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ticket").GetString()!;

        (await new UpgradeRequest(access.Server.Http) { Target = $"/live?ticket={ticket}" }.SendAsync()).Status.ShouldBe(101);
        (await new UpgradeRequest(access.Server.Http) { Target = $"/live?ticket={ticket}" }.SendAsync()).Status.ShouldBe(401);
        (await http.GetAsync($"/api/v1/agents?ticket={ticket}")).StatusCode.ShouldBe(HttpStatusCode.OK, "Elsewhere the parameter means nothing.");
    }

    [Fact]
    public async Task Headers_TwoOrOfAnotherScheme_AreRefused()
    {
        using var http = NewClient(await CookieAsync());
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Basic dXNlcjpwYXNz");
        (await http.GetAsync("/api/v1/agents")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "A wrong header is not mended by a cookie.");
        var (status, _) = await new UpgradeRequest(access.Server.Http).With("Authorization", $"Bearer {AccessServer.ViewerToken}\r\nAuthorization: Bearer x").SendAsync();
        status.ShouldBe(401);
    }

    private async Task<string> CookieAsync()
    {
        using var answer = await PostAsync("/login", AccessServer.ViewerToken);
        return answer.Headers.GetValues("Set-Cookie").First().Split(';')[0];
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string token, string? origin = null)
    {
        using var http = NewClient(null);
        http.DefaultRequestHeaders.Add("Origin", origin ?? Own);
        return await http.PostAsync(path, new FormUrlEncodedContent([new("token", token)]));
    }

    private HttpClient NewClient(string? cookie)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = access.Server.Http };
        if (cookie is not null) http.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        return http;
    }
}

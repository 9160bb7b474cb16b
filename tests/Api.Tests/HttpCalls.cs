using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CleanLite.Api.Tests;

/// <summary>Calls of the HTTP API of a server.</summary>
internal static class HttpCalls
{
    private static readonly HttpClient Client = new() { Timeout = Eventually.Patience };

    public static Task<HttpResponseMessage> GetAsync(this TestServer server, string path, string? accept = null)
    {
        // As it is written: HttpClient would tidy the path up.
        var uri = new Uri(server.Http.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        return Client.SendAsync(request);
    }

    /// <summary>The answer's JSON; the call is to succeed.</summary>
    public static async Task<JsonElement> GetJsonAsync(this TestServer server, string path)
    {
        using var response = await server.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> PostJsonAsync(
        this TestServer server, string path, string json, string type = "application/json")
    {
        var response = await Client.PostAsync(new Uri(server.Http, path), new StringContent(json, Encoding.UTF8, type));
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(), response);
    }

    /// <summary>The answer's problem document, whose status is the answer's.</summary>
    public static async Task<string> GetProblemAsync(this TestServer server, string path, HttpStatusCode status)
    {
        using var response = await server.GetAsync(path);
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        return problem.GetProperty("code").GetString()!;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Contract;

/// <summary>The server serves the documents, and they name every call that it takes.</summary>
public sealed partial class ServedContractTests(SharedServer shared) : IClassFixture<SharedServer>
{
    // In the AsyncAPI document.
    private static readonly string[] Sockets = ["/live", "/agent/v1/ws"];

    [Theory]
    [InlineData("/asyncapi.yaml", "application/yaml", "asyncapi.yaml")]
    [InlineData("/schemas/live.v1.json", "application/schema+json", "schemas", "live.v1.json")]
    [InlineData("/openapi/v1.json", "application/json", "openapi", "v1.json")]
    public async Task Document_IsServedAsItLiesInDocs(string path, string type, params string[] file)
    {
        using var http = new HttpClient { BaseAddress = shared.Server.Http };
        using var answer = await http.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(await File.ReadAllBytesAsync(RepositoryFolder.At(["docs", .. file])));

        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var unchanged = await http.SendAsync(again);
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var changed = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"older\"") } } };
        using var whole = await http.SendAsync(changed);
        whole.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Document_Head_HasTheLengthAndNoBody()
    {
        using var http = new HttpClient { BaseAddress = shared.Server.Http };
        using var answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/asyncapi.yaml"));
        answer.Content.Headers.ContentLength.ShouldBe(new FileInfo(RepositoryFolder.At("docs", "asyncapi.yaml")).Length);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void OpenApi_NamesEveryRouteAndNoOther()
    {
        var routes = shared.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<GrpcMethodMetadata>() is null && e.Metadata.GetMetadata<IHttpMethodMetadata>() is not null)
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods, (e, method) => $"{method} {PathOf(e)}")
            .Where(r => !r.StartsWith("HEAD ", StringComparison.Ordinal) && !Sockets.Contains(r[(r.IndexOf(' ', StringComparison.Ordinal) + 1)..]))
            .ToList();
        routes.Count.ShouldBeGreaterThan(10);
        Documented().ShouldBe(routes, ignoreOrder: true, customMessage: "A route wants an entry in docs/openapi/v1.json, and a call in RecordedSession.");
    }

    [GeneratedRegex(@"\{\*\*\w+:regex\(\./(?<last>\w+)\$\)\}")]
    private static partial Regex AgentThen();

    [GeneratedRegex(@"\{\*{0,2}(?<name>\w+)\}")]
    private static partial Regex Parameter();

    // An agent's id may hold slashes, so such a route takes everything; the document names what the last word says.
    private static string PathOf(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        return Parameter().Replace(AgentThen().Replace(path, "{id}/${last}"), "{${name}}");
    }

    private static List<string> Documented()
    {
        var document = JsonElement.Parse(File.ReadAllText(RepositoryFolder.At("docs", "openapi", "v1.json")));
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject(), (p, o) => $"{o.Name.ToUpperInvariant()} {p.Name}")];
    }
}

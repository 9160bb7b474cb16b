using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using CleanLite.Api.Security;
using CleanLite.Api.Tests.Ingest;
using CleanLite.Application.Live;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Security;

/// <summary>Every door against every kind of credentials, row by row of docs/security/access.csv; and no door without a row.</summary>
public sealed class AccessTableTests(AccessServer access) : IClassFixture<AccessServer>
{
    private const string In = "in";

    public static IEnumerable<object[]> Rows => AccessTable.Rows.Select(r => new object[] { r.Door, r.Target });

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Door_EveryKindOfCredentials_AnswersAsTheTableSays(string door, string target)
    {
        var row = AccessTable.Rows.Single(r => r.Door == door && r.Target == target);
        row.Answers.Length.ShouldBe(AccessTable.Columns.Length);
        foreach (var (column, expected) in AccessTable.Columns.Zip(row.Answers))
        {
            var token = AccessServer.TokenOf(column);
            var answer = door switch
            {
                "grpc" => await CallAsync(target, token),
                "live" => await CommandAsync(target, token),
                _ => await RequestAsync(door == "page" ? $"GET {target}" : target, token),
            };
            answer.ShouldBe(expected, $"{door} {target} with {column}");
        }
    }

    [Fact]
    public void Endpoints_OfTheServer_AllHaveARowAndDeclareWhomTheyAdmit()
    {
        var endpoints = access.Server.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => !e.RoutePattern.RawText!.Contains("unimplemented", StringComparison.Ordinal))
            .ToList();
        endpoints.Where(e => e.Metadata.GetMetadata<AccessRule>() is null).Select(e => e.RoutePattern.RawText).ShouldBeEmpty();
        endpoints.SelectMany(TargetsOf).Distinct().ShouldBe(
            AccessTable.TargetsOf("http").Concat(AccessTable.TargetsOf("grpc")), ignoreOrder: true, customMessage: "A new door wants a row in docs/security/access.csv.");
    }

    [Fact]
    public async Task Endpoint_WithoutARule_IsAViewersDoor()
    {
        var served = false;
        var guard = new AccessGuard(Serve, access.Server.Services.GetRequiredService<AccessCheck>());
        var http = new DefaultHttpContext { RequestServices = access.Server.Services };
        http.SetEndpoint(new Endpoint(null, EndpointMetadataCollection.Empty, "without a rule"));

        await guard.InvokeAsync(http);

        served.ShouldBeFalse();
        http.Response.StatusCode.ShouldBe(StatusCodes.Status401Unauthorized);

        Task Serve(HttpContext context)
        {
            served = true;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void Commands_OfLive_AllHaveARow()
    {
        var actions = typeof(LiveCommand).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(LiveCommand)) && t != typeof(FaultyCommand) && t != typeof(CallCommand))
            .Select(t => t.Name.Replace("Command", "", StringComparison.Ordinal).ToLowerInvariant());
        var calls = access.Server.Services.GetServices<ILiveCall>().Select(c => $"call {c.Method}");
        AccessTable.TargetsOf("live").ShouldBe(actions.Concat(calls), ignoreOrder: true);
    }

    private static IEnumerable<string> TargetsOf(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        return endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not null
            ? [path]
            : (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["any"]).Select(m => $"{m} {path}");
    }

    private async Task<string> RequestAsync(string target, string? token)
    {
        var (method, path) = (target.Split(' ')[0], PathOf(target.Split(' ')[1]));
        if (method == "CONNECT") return await SocketAsync(token, HttpVersion.Version20, access.Server.Door, null);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = access.Server.Http };
        using var request = new HttpRequestMessage(method == "any" ? HttpMethod.Delete : new HttpMethod(method), path);
        if (token is not null) request.Headers.Authorization = AccessServer.Bearer(token);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Eventually.Patience);
        return answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? Code((int)answer.StatusCode) : In;
    }

    // A path that the pattern fits.
    private static string PathOf(string pattern) => pattern
        .Replace("{**path:regex(./", "web-1/", StringComparison.Ordinal).Replace("$)}", "", StringComparison.Ordinal)
        .Replace("{**id}", "web-1", StringComparison.Ordinal).Replace("{**rest}", "nowhere", StringComparison.Ordinal).Replace("{id}", "p-1", StringComparison.Ordinal);

    private async Task<string> CallAsync(string path, string? token)
    {
        using var door = new RawDoor(access.Server.Door);
        var answer = await door.CallAsync(path, Array.Empty<byte>(), r => r.Headers.Authorization = token is null ? null : AccessServer.Bearer(token));
        if (answer.Status is not (StatusCode.Unauthenticated or StatusCode.PermissionDenied)) return In;
        answer.IsTrailersOnly.ShouldBeTrue("A call is refused before any message is read.");
        return Code((int)answer.Status);
    }

    private Task<string> CommandAsync(string command, string? token)
    {
        var words = command.Split(' ');
        var rest = words[0] switch
        {
            "call" => $",\"method\":\"{words[1]}\"",
            "ping" => "",
            _ => ",\"channel\":\"metrics\"",
        };
        return SocketAsync(token, HttpVersion.Version11, access.Server.Http, $$"""{"id":1,"action":"{{words[0]}}"{{rest}}}""");
    }

    // Sends the command, if there is one, and waits for its answer.
    private static async Task<string> SocketAsync(string? token, Version version, Uri server, string? command)
    {
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = version;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null) socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        using var patience = new CancellationTokenSource(Eventually.Patience);
        try
        {
            await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/live" }.Uri, invoker, patience.Token);
        }
        catch (WebSocketException)
        {
            return Code((int)socket.HttpStatusCode);
        }

        if (command is null) return In;
        await socket.SendAsync(Encoding.UTF8.GetBytes(command), WebSocketMessageType.Text, true, patience.Token);
        var buffer = new byte[64 * 1024];
        string text;
        do text = Encoding.UTF8.GetString(buffer, 0, (await socket.ReceiveAsync(buffer, patience.Token)).Count);
        while (!text.Contains("\"id\":1", StringComparison.Ordinal));
        text.ShouldNotContain("\"type\":\"error\"");
        return In;
    }

    private static string Code(int status) => status.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using CleanLite.Api.Tests.Fleet;
using CleanLite.Api.Tests.Live;
using CleanLite.Infrastructure.Security;
using CleanLite.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Security;

/// <summary>A credential that goes ends what lives by it, and nothing else.</summary>
public sealed class RevocationTests : IDisposable
{
    private const string Other = "another-token-0123456789";

    private readonly TokenFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TokenFile_Deleted_EndsAgentsAndViewersThatCameWithIt()
    {
        await using var server = await StartAsync();
        using var agent = await AgentAsync(server, AccessServer.AgentToken);
        using var stays = await AgentAsync(server, Other, "stays");
        await using var viewer = await LiveSocket.OpenAsync(server, token: AccessServer.ViewerToken);
        await viewer.NextAsync("welcome");

        _folder.Delete("agent");
        _folder.Delete("viewer");

        // Nothing tells the server: its own clock is to notice, a second apart.
        var clock = Stopwatch.StartNew();
        (await agent.ReadGoodbyeAsync()).Reason.ShouldBe(Goodbye.Types.Reason.Unauthorized);
        (await agent.ReadStatusAsync()).StatusCode.ShouldBe(StatusCode.Unauthenticated);
        (await viewer.NextAsync("bye")).GetProperty("code").GetInt32().ShouldBe(4002);
        (await viewer.NextAsync()).ShouldBeNull();
        viewer.CloseStatus.ShouldBe((WebSocketCloseStatus)4002);
        clock.Elapsed.ShouldBeLessThan(Eventually.Patience);

        (await stays.RoundTripAsync(1, Ingest.Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);
        (await StatusOfAsync(server, AccessServer.ViewerToken)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Token_ReplacedInItsFile_AdmitsTheNewOneAndNotTheOld()
    {
        await using var server = await StartAsync();
        _folder.Write("viewer", Other + "-new");
        server.Services.GetRequiredService<Credentials>().Refresh();
        (await StatusOfAsync(server, AccessServer.ViewerToken)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusOfAsync(server, Other + "-new")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task LastTokens_Gone_LetNobodyIn()
    {
        await using var server = await StartAsync();
        _folder.Delete("viewer");
        server.Services.GetRequiredService<Credentials>().Refresh();
        (await StatusOfAsync(server, null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusOfAsync(server, AccessServer.ViewerToken)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Expiry_Passed_EndsWhatIsConnected()
    {
        var time = new FakeTime();
        var at = (time.GetUtcNow() + TimeSpan.FromSeconds(5)).ToString("O");
        await using var server = await TestServer.StartAsync(
            ["Security:ViewerTokens:0:Name=v", $"Security:ViewerTokens:0:Token={AccessServer.ViewerToken}", $"Security:ViewerTokens:0:ExpiresAt={at}"], time);
        await using var viewer = await LiveSocket.OpenAsync(server, token: AccessServer.ViewerToken);
        await viewer.NextAsync("welcome");
        (await StatusOfAsync(server, AccessServer.ViewerToken)).ShouldBe(HttpStatusCode.OK);

        time.Advance(TimeSpan.FromSeconds(5));
        (await viewer.NextAsync("bye")).GetProperty("code").GetInt32().ShouldBe(4002);
        (await StatusOfAsync(server, AccessServer.ViewerToken)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Agents_OfAToken_Changed_EndsItsStreams()
    {
        await using var server = await StartAsync();
        var (credentials, settings) = (server.Services.GetRequiredService<Credentials>(), server.Services.GetRequiredService<Application.Security.SecurityOptions>());
        var before = credentials.Find(Other)!;
        settings.AgentTokens[1].Agents.Add("web-*");
        credentials.Refresh();
        await Eventually.HoldsAsync(() => before.Ended.IsCancellationRequested, "the credential has ended");
        credentials.Find(Other)!.MaySpeakFor(Domain.Fleet.AgentId.Parse("stays")).ShouldBeFalse();
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(
    [
        "Security:AgentTokens:0:Name=a", $"Security:AgentTokens:0:TokenFile={_folder.Write("agent", AccessServer.AgentToken)}",
        "Security:AgentTokens:1:Name=b", $"Security:AgentTokens:1:Token={Other}",
        "Security:ViewerTokens:0:Name=v", $"Security:ViewerTokens:0:TokenFile={_folder.Write("viewer", AccessServer.ViewerToken)}",
    ]);

    private static Task<TestAgent> AgentAsync(TestServer server, string token, string id = "agent-1") => TestAgent.ConnectAsync(server.Client, id, token: token);

    private static async Task<HttpStatusCode> StatusOfAsync(TestServer server, string? token)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        if (token is not null) http.DefaultRequestHeaders.Authorization = AccessServer.Bearer(token);
        using var answer = await http.GetAsync("/api/v1/agents");
        return answer.StatusCode;
    }
}

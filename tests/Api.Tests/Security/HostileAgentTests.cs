using System.Net;
using System.Text;
using CleanLite.Api.Tests.Fleet;
using CleanLite.V1;
using Grpc.Core;

namespace CleanLite.Api.Tests.Security;

/// <summary>An agent whose token is bound to <c>web-*</c> cannot act for another, by any door.</summary>
public sealed class HostileAgentTests(AccessServer access) : IClassFixture<AccessServer>
{
    private static readonly Metadata Bound = new() { { "authorization", $"Bearer {AccessServer.BoundToken}" } };

    [Fact]
    public async Task Hello_OfAnotherAgent_IsRefusedAndCounted()
    {
        using var refusals = new Counters(access.Server);
        using var agent = new TestAgent(access.Server.Client, token: AccessServer.BoundToken);
        await agent.SendAsync(new AgentMessage { Hello = new Hello { AgentId = "db-1", SessionId = "s" } });
        (await agent.ReadGoodbyeAsync()).Reason.ShouldBe(Goodbye.Types.Reason.Unauthorized);
        (await agent.ReadStatusAsync()).StatusCode.ShouldBe(StatusCode.PermissionDenied);
        refusals["cleanlite.security.refusals:foreign_agent"].ShouldBe(1);
    }

    [Fact]
    public async Task Hello_OfItsOwn_IsWelcome()
    {
        using var agent = await TestAgent.ConnectAsync(access.Server.Client, "web-7", token: AccessServer.BoundToken);
        agent.Welcome.ConnectionId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task SingleCalls_ForAnotherAgent_AreRefused()
    {
        var request = new IngestRequest { AgentId = "db-1", Series = { Ingest.Samples.Series() } };
        (await Should.ThrowAsync<RpcException>(() => access.Server.Client.IngestAsync(request, Bound).ResponseAsync)).StatusCode.ShouldBe(StatusCode.PermissionDenied);
        (await Should.ThrowAsync<RpcException>(() => access.Server.Client.ValidateAsync(request, Bound).ResponseAsync)).StatusCode.ShouldBe(StatusCode.PermissionDenied);
        request.AgentId = "web-1";
        (await access.Server.Client.ValidateAsync(request, Bound)).Status.ShouldBe(BatchStatus.Accepted);
    }

    [Theory]
    [InlineData("POST", "/api/v1/ingest", """{"agentId":"db-1","series":[{"metric":"cpu","timestamps":[1],"values":[1]}]}""", "foreign_agent")]
    [InlineData("GET", "/api/v1/agents/db-1/config", null, "foreign_agent")]
    [InlineData("POST", "/api/v1/agents/web-1/actions", """{"name":"restart"}""", "not_allowed")]
    [InlineData("POST", "/api/v1/agents/web-1/samples", "{}", "not_allowed")]
    [InlineData("POST", "/api/v1/agents/web-1/interval", """{"intervalMs":1000}""", "not_allowed")]
    [InlineData("PUT", "/api/v1/agents/web-1/config", "{}", "not_allowed")]
    public async Task HttpCalls_ForAnotherAgentOrAsAViewer_AreRefusedAndCounted(string method, string path, string? body, string code)
    {
        using var refusals = new Counters(access.Server);
        using var http = new HttpClient { BaseAddress = access.Server.Http };
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { Authorization = AccessServer.Bearer(AccessServer.BoundToken) } };
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"code\":\"{code}\"");
        refusals[$"cleanlite.security.refusals:{(code == "foreign_agent" ? code : "wrong_audience")}"].ShouldBe(1);
    }

    [Fact]
    public async Task SampleAnswer_ToTheRequestOfAnother_ChangesNothingAndIsCounted()
    {
        using var victim = await TestAgent.ConnectAsync(access.Server.Client, "db-2", capabilities: ["sample"], token: AccessServer.AgentToken);
        using var http = new HttpClient { BaseAddress = access.Server.Http, DefaultRequestHeaders = { Authorization = AccessServer.Bearer(AccessServer.ViewerToken) } };
        using var asked = await http.PostAsync("/api/v1/agents/db-2/samples", new StringContent("""{"requestId":"r-hostile"}""", Encoding.UTF8, "application/json"));
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var push = (await victim.ReadAsync())!.Push;

        using var verdicts = new Counters(access.Server);
        using var hostile = await TestAgent.ConnectAsync(access.Server.Client, "web-8", token: AccessServer.BoundToken);
        await hostile.SendAsync(new AgentMessage { SampleResult = new SampleResult { RequestId = "r-hostile" } });
        await hostile.SendAsync(new AgentMessage { PushAck = new PushAck { PushId = push.PushId, State = PushAck.Types.State.Applied } });
        await hostile.SendAsync(new AgentMessage { Heartbeat = new Heartbeat() });
        (await hostile.ReadAsync())!.Heartbeat.ShouldNotBeNull();

        verdicts["cleanlite.pushes.answers:foreign"].ShouldBe(2);
        (await http.GetStringAsync($"/api/v1/pushes/{push.PushId}")).ShouldNotContain("applied");
    }
}

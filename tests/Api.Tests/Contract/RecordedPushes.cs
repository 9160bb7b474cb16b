using System.Net;
using System.Text;
using System.Text.Json;
using CleanLite.Api.Tests.Fleet;
using CleanLite.V1;

namespace CleanLite.Api.Tests.Contract;

/// <summary>Every call of the HTTP API that asks something of an agent, and what the agent makes of it.</summary>
internal sealed class RecordedPushes(Recording recording, TestServer server, TestAgent agent)
{
    private const string Agents = "/api/v1/agents";

    public async Task RunAsync()
    {
        await ConfigureAsync();
        await SampleAsync();
        await ActAsync("actions", """{"name":"restart"}""");
        await ActAsync("interval", """{"intervalMs":1000,"leaseMs":5000}""");
        await AskWronglyAsync();
    }

    // The group first: a configuration of the agent's own would go before it.
    private async Task ConfigureAsync()
    {
        const string Body = """{"reportIntervalMs":500,"collect":["cpu"],"settings":{"a":"b"}}""";
        await CallAsync("PUT", "/api/v1/configs", "/api/v1/configs?label.env=prod", Body);
        var ofGroup = await NextPushAsync();
        await AcknowledgeAsync(ofGroup, ofGroup.ConfigChanged.Config.Hash);
        await CallAsync("GET", $"{Agents}/{{id}}/config", $"{Agents}/web-1/config");
        var set = await CallAsync("PUT", $"{Agents}/{{id}}/config", $"{Agents}/web-1/config?reason=More", Body.Replace("500", "700", StringComparison.Ordinal));
        var push = await NextPushAsync();
        await AcknowledgeAsync(push, push.ConfigChanged.Config.Hash);
        await EndedAsync(set.GetProperty("push").GetProperty("pushId").GetString()!);
        await CallAsync("DELETE", $"{Agents}/{{id}}/config", $"{Agents}/web-1/config");
        await AcknowledgeAsync(await NextPushAsync());
    }

    private async Task SampleAsync()
    {
        var asked = await PostAsync("samples", """{"requestId":"r1","metrics":["*"],"limit":5}""", HttpStatusCode.Accepted);
        await CallAsync("POST", $"{Agents}/{{id}}/samples", $"{Agents}/web-9/samples", """{"requestId":"r1"}""", HttpStatusCode.Conflict);
        await NextPushAsync();
        var series = new TimeSeries { Metric = "cpu", Labels = { ["a"] = "b" }, Unit = "1", Timestamps = { 1_763_622_000_000 }, Values = { 0.5 } };
        await agent.SendAsync(new AgentMessage { SampleResult = new SampleResult { RequestId = "r1", Series = { series } } });
        await EndedAsync(asked.GetProperty("pushId").GetString()!);
    }

    private async Task ActAsync(string what, string body)
    {
        var asked = await PostAsync(what, body, HttpStatusCode.Accepted);
        await AcknowledgeAsync(await NextPushAsync());
        await EndedAsync(asked.GetProperty("pushId").GetString()!);
    }

    private async Task AskWronglyAsync()
    {
        await CallAsync("GET", $"{Agents}/{{id}}/config", $"{Agents}/web-9/config", status: HttpStatusCode.NotFound);
        await CallAsync("DELETE", $"{Agents}/{{id}}/config", $"{Agents}/web-9/config", status: HttpStatusCode.NotFound);
        await CallAsync("GET", "/api/v1/pushes/{id}", "/api/v1/pushes/none", status: HttpStatusCode.NotFound);
        foreach (var what in new[] { "samples", "actions", "interval" }) await PostAsync(what, """{"expiresInMs":1}""", HttpStatusCode.BadRequest);
        foreach (var path in new[] { "agents/web-1/config", "configs" })
            await CallAsync("PUT", path == "configs" ? "/api/v1/configs" : $"{Agents}/{{id}}/config", $"/api/v1/{path}", "[]", HttpStatusCode.BadRequest);

        // The agent does not understand it: the push ends where it begins.
        await PostAsync("actions", """{"name":"dance"}""", HttpStatusCode.OK);
    }

    private async Task<Push> NextPushAsync()
    {
        while (true)
        {
            if ((await agent.ReadAsync())!.Push is { } push) return push;
        }
    }

    private Task AcknowledgeAsync(Push push, string configHash = "") =>
        agent.SendAsync(new AgentMessage { PushAck = new PushAck { PushId = push.PushId, State = PushAck.Types.State.Applied, ConfigHash = configHash } });

    private async Task EndedAsync(string push)
    {
        var patience = Task.Delay(Eventually.Patience);
        while (!(await CallAsync("GET", "/api/v1/pushes/{id}", $"/api/v1/pushes/{push}")).TryGetProperty("endedAt", out _))
        {
            patience.IsCompleted.ShouldBeFalse($"Push {push} never ended.");
            await Task.Delay(5);
        }
    }

    private Task<JsonElement> PostAsync(string what, string body, HttpStatusCode status) =>
        CallAsync("POST", $"{Agents}/{{id}}/{what}", $"{Agents}/web-1/{what}", body, status);

    private Task<JsonElement> CallAsync(string method, string route, string path, string? body = null, HttpStatusCode status = HttpStatusCode.OK) =>
        recording.CallAsync(server, $"{method} {route}", status, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
}

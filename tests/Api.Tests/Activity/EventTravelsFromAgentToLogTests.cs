using System.Net.Http.Json;
using System.Text.Json;
using CleanLite.Api.Tests.Live;
using CleanLite.V1;
using Grpc.Core;

namespace CleanLite.Api.Tests.Activity;

/// <summary>An agent's event through the real server: to the viewers of its channel, and into the log under the same number.</summary>
public sealed class EventTravelsFromAgentToLogTests
{
    [Fact]
    public async Task Event_OfAnAgent_ReachesItsChannelAndTheLogUnderOneNumber()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "activity.db");
        long number;
        await using (var server = await TestServer.StartAsync([$"Activity:Path={file}"], fakeBroadcaster: false))
        {
            await using var viewer = await LiveSocket.OpenAsync(server, "channels=tasks");
            await viewer.NextAsync("subscribed");
            using var call = server.Client.Connect();
            await call.RequestStream.WriteAsync(new AgentMessage { Hello = new Hello { AgentId = "forge", SessionId = "s" } });
            (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
            await call.RequestStream.WriteAsync(new AgentMessage
            {
                Event = new AgentEvent { Type = "task.created", Subject = "task-123", Message = "Write a <b>function</b>", Attributes = { ["bid"] = "100" } },
            });

            var told = await viewer.NextAsync("event");
            told.GetProperty("channel").GetString().ShouldBe("tasks");
            var item = told.GetProperty("event");
            (item.GetProperty("source").GetString(), item.GetProperty("type").GetString(), item.GetProperty("subject").GetString())
                .ShouldBe(("agent/forge", "task.created", "task-123"));
            item.GetProperty("data").GetProperty("bid").GetString().ShouldBe("100");
            number = told.GetProperty("offset").GetInt64();
            (await FindAsync(server)).GetProperty("offset").GetInt64().ShouldBe(number);
        }

        await using var restarted = await TestServer.StartAsync([$"Activity:Path={file}"], fakeBroadcaster: false);
        (await FindAsync(restarted)).GetProperty("offset").GetInt64().ShouldBe(number);
        await using var later = await LiveSocket.OpenAsync(restarted, "channels=events");
        (await later.NextAsync("subscribed")).GetProperty("offset").GetInt64().ShouldBeGreaterThanOrEqualTo(number);
    }

    private static async Task<JsonElement> FindAsync(TestServer server)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        var page = await http.GetFromJsonAsync<JsonElement>("/api/v1/events?type=task.*");
        return page.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
    }
}

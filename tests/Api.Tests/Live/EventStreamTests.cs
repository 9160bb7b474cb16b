using System.Net;
using System.Text.Json;
using CleanLite.V1;

namespace CleanLite.Api.Tests.Live;

/// <summary><c>/live/sse</c>: the same messages, resumed by <c>Last-Event-ID</c>.</summary>
public sealed class EventStreamTests
{
    [Fact]
    public async Task EventStream_Client_GetsTheMessagesOfLiveWithIds()
    {
        await using var server = await TestServer.StartAsync(fakeBroadcaster: false);
        await Sender.SendAsync(server, "cpu", 1);
        using var stream = await EventStreamClient.OpenAsync(server, "");

        (await stream.NextAsync("welcome")).Id.ShouldBeNull();
        var epoch = (await stream.NextAsync("subscribed")).Data.GetProperty("epoch").GetString();
        (await stream.NextAsync("snapshot")).Id.ShouldBe($"metrics:{epoch}:1");
        await Sender.SendAsync(server, "cpu", 2);
        var (id, data) = await stream.NextAsync("metrics");
        id.ShouldBe($"metrics:{epoch}:2");
        data.GetProperty("points")[0].GetProperty("value").GetDouble().ShouldBe(2);
    }

    [Fact]
    public async Task EventStream_LastEventId_GetsExactlyWhatWasMissed()
    {
        await using var server = await TestServer.StartAsync(fakeBroadcaster: false);
        await Sender.SendAsync(server, "cpu", 1);
        string? id;
        using (var first = await EventStreamClient.OpenAsync(server, "")) id = (await first.NextAsync("snapshot")).Id;
        await Sender.SendAsync(server, "cpu", 2);
        await Sender.SendAsync(server, "cpu", 3);

        using var second = await EventStreamClient.OpenAsync(server, "", id);
        (await second.NextAsync("subscribed")).Data.GetProperty("recovered").GetBoolean().ShouldBeTrue();
        var values = new List<double>();
        while (values.Count < 2)
            values.AddRange((await second.NextAsync("metrics")).Data.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("value").GetDouble()));
        values.ShouldBe([2, 3]);
    }

    [Fact]
    public async Task EventStream_Shutdown_TellsWhenToComeBack()
    {
        await using var server = await TestServer.StartAsync(fakeBroadcaster: false);
        using var stream = await EventStreamClient.OpenAsync(server, "?channels=none");
        await stream.NextAsync("welcome");
        server.BeginStop();
        (await stream.NextAsync("bye")).Data.GetProperty("code").GetInt32().ShouldBe(1012);
    }

    [Theory]
    [InlineData("?channels=metric", null, HttpStatusCode.BadRequest, "unknown_channel")]
    [InlineData("?since=x", null, HttpStatusCode.BadRequest, "bad_field")]
    [InlineData("", "http://elsewhere.example", HttpStatusCode.Forbidden, "origin_not_allowed")]
    public async Task EventStream_BadRequest_IsAProblem(string query, string? origin, HttpStatusCode status, string code)
    {
        await using var server = await TestServer.StartAsync(fakeBroadcaster: false);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Http, "/live/sse" + query));
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var response = await http.SendAsync(request);
        response.StatusCode.ShouldBe(status);
        JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("code").GetString().ShouldBe(code);
    }
}

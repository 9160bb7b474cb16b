using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CleanLite.Api.Tests.Live;

/// <summary><c>GET /api/v1/latest</c>, for clients that poll.</summary>
public sealed class LatestTests
{
    [Fact]
    public async Task Latest_Poller_GetsTheStateOnceAndThenOnlyWhatChanged()
    {
        await using var server = await TestServer.StartAsync(fakeBroadcaster: false);
        await Sender.SendAsync(server, "cpu", 1);
        await Sender.SendAsync(server, "memory", 2);
        var all = await UntilAsync(server, "", page => ItemsOf(page).Count == 2);
        var since = $"since={all.GetProperty("epoch").GetString()}:{all.GetProperty("offset").GetInt64()}";
        ItemsOf(await GetAsync(server, since)).ShouldBeEmpty();

        await Sender.SendAsync(server, "cpu", 3);
        var changed = await UntilAsync(server, since, page => ItemsOf(page).Count > 0);
        changed.GetProperty("recovered").GetBoolean().ShouldBeTrue();
        ItemsOf(changed).ShouldBe([("cpu", 3.0)]);

        var other = await GetAsync(server, "since=aaaaaaaa:1");
        other.GetProperty("recovered").GetBoolean().ShouldBeFalse();
        ItemsOf(other).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Latest_Pages_HoldEverySeriesOnce()
    {
        await using var server = await TestServer.StartAsync(fakeBroadcaster: false);
        for (var i = 0; i < 25; i++) await Sender.SendAsync(server, $"metric_{i}", i);
        await UntilAsync(server, "", page => page.GetProperty("offset").GetInt64() == 25);

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = await GetAsync(server, $"limit=10&metric=metric_*{cursor}");
            seen.AddRange(ItemsOf(page).Select(i => i.Metric));
            cursor = page.TryGetProperty("next", out var next) ? $"&cursor={next.GetString()}" : "";
        }
        while (cursor.Length > 0);
        seen.Order().ShouldBe(Enumerable.Range(0, 25).Select(i => $"metric_{i}").Order());
    }

    [Theory]
    [InlineData("limit=0", "bad_limit")]
    [InlineData("limit=10001", "bad_limit")]
    [InlineData("cursor=x", "bad_cursor")]
    [InlineData("since=x", "bad_field")]
    [InlineData("agent=!", "bad_field")]
    public async Task Latest_BadParameter_IsAProblemThatNamesIt(string query, string code)
    {
        await using var server = await TestServer.StartAsync(fakeBroadcaster: false);
        using var http = new HttpClient { BaseAddress = server.Http };
        using var response = await http.GetAsync(new Uri($"/api/v1/latest?{query}", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(code);
    }

    // A point is acknowledged before viewers are shown it, so that it takes a moment to come up here.
    private static async Task<JsonElement> UntilAsync(TestServer server, string query, Func<JsonElement, bool> condition)
    {
        var patience = Task.Delay(Eventually.Patience);
        while (!patience.IsCompleted)
        {
            var page = await GetAsync(server, query);
            if (condition(page)) return page;
        }

        throw new TimeoutException($"/api/v1/latest?{query} never came to what was waited for.");
    }

    private static async Task<JsonElement> GetAsync(TestServer server, string query)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        return await http.GetFromJsonAsync<JsonElement>($"/api/v1/latest?{query}");
    }

    private static List<(string Metric, double Value)> ItemsOf(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("metric").GetString()!, i.GetProperty("value").GetDouble()))];
}

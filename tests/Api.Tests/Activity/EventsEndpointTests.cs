using System.Net;
using System.Text.Json;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Activity;

/// <summary><c>GET /api/v1/events</c> over the real server.</summary>
public sealed class EventsEndpointTests : IClassFixture<SharedServer>, IDisposable
{
    private static readonly DateTimeOffset Today = new(DateTime.UtcNow.Date, TimeSpan.Zero);

    private readonly TestServer _server;
    private readonly HttpClient _http;

    public EventsEndpointTests(SharedServer shared)
    {
        _server = shared.Server;
        _http = new HttpClient { BaseAddress = _server.Http };
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Get_PagesDownward_GiveEveryEventOnce()
    {
        var subject = await PublishAsync(25);
        var offsets = new List<long>();
        var path = $"/api/v1/events?subject={subject}&limit=10";
        for (var page = await GetAsync(path); ; page = await GetAsync($"{path}&after={page.GetProperty("next").GetString()}"))
        {
            offsets.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("offset").GetInt64()));
            if (!page.TryGetProperty("next", out _)) break;
        }

        offsets.Count.ShouldBe(25);
        offsets.ShouldBe(offsets.OrderDescending());
    }

    [Fact]
    public async Task Get_AfterOffset_GivesWhatAViewerMissed_OldestFirst()
    {
        var subject = await PublishAsync(25);
        var all = (await GetAsync($"/api/v1/events?subject={subject}")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("offset").GetInt64()).Order().ToList();
        var first = await GetAsync($"/api/v1/events?subject={subject}&afterOffset={all[4]}&limit=15");
        var second = await GetAsync($"/api/v1/events?subject={subject}&limit=15&after={first.GetProperty("next").GetString()}");

        second.TryGetProperty("next", out _).ShouldBeFalse();
        first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray())
            .Select(i => i.GetProperty("offset").GetInt64()).ShouldBe(all.Skip(5));
    }

    [Fact]
    public async Task Get_AnEvent_HasTheShapeOfTheContract()
    {
        var subject = await PublishAsync(1);
        var item = (await GetAsync($"/api/v1/events?subject={subject}&channel=tasks,tools&severity=warn,error&agent=forge&type=task.*&from=2000-01-01T00:00:00Z"))
            .GetProperty("items").EnumerateArray().ShouldHaveSingleItem();

        item.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["offset", "specversion", "id", "source", "type", "time", "subject", "severity", "message", "data"]);
        item.GetProperty("specversion").GetString().ShouldBe("1.0");
        item.GetProperty("severity").GetString().ShouldBe("warn");
        item.GetProperty("time").GetString().ShouldBe($"{Today:yyyy-MM-dd}T00:00:00.123Z");
        item.GetProperty("message").GetString().ShouldBe("<b>\u4e2d \"quoted\"</b>\n");
        item.GetProperty("data").GetProperty("</script>").GetString().ShouldBe("&");
    }

    [Theory]
    [InlineData("limit=0", "bad_limit")]
    [InlineData("limit=1001", "bad_limit")]
    [InlineData("channel=metrics", "bad_channel")]
    [InlineData("severity=fatal", "bad_severity")]
    [InlineData("type=!", "bad_type")]
    [InlineData("after=812", "bad_after")]
    [InlineData("afterOffset=-1", "bad_after_offset")]
    [InlineData("from=now", "bad_from")]
    [InlineData("to=%1b[31m", "bad_to")]
    public async Task Get_WrongParameter_IsAProblemDocument(string query, string code)
    {
        using var answer = await _http.GetAsync(new Uri($"/api/v1/events?{query}", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("detail").GetString()!.ShouldContain("allowed");
        problem.GetProperty("detail").GetString()!.ShouldNotContain(c => char.IsControl(c));
    }

    [Fact]
    public async Task Health_NamesTheLog()
    {
        var health = await GetAsync("/health");
        health.GetProperty("checks").GetProperty("activity").GetProperty("status").GetString().ShouldBe("Healthy");
    }

    private async Task<string> PublishAsync(int count)
    {
        var subject = Guid.NewGuid().ToString("N");
        for (var i = 0; i < count; i++)
        {
            _server.Services.GetRequiredService<IActivityBroadcaster>().Publish(new ActivityEvent
            {
                Id = $"{subject}-{i}",
                Source = "agent/forge",
                Type = "task.created",
                TimeUnixMs = Today.AddMilliseconds(123).ToUnixTimeMilliseconds(),
                Severity = Severity.Warn,
                Subject = subject,
                Message = "<b>\u4e2d \"quoted\"</b>\n",
                Attributes = new Dictionary<string, string> { ["</script>"] = "&" },
            });
        }

        await Eventually.HoldsAsync(async () => await CountAsync(subject) == count, "every event is in the log");
        return subject;
    }

    private async Task<int> CountAsync(string subject) => (await GetAsync($"/api/v1/events?subject={subject}")).GetProperty("items").GetArrayLength();

    private async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative))).RootElement;
}

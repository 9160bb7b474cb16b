using System.Net;
using CleanLite.Api.Tests.Fleet;
using CleanLite.V1;

namespace CleanLite.Api.Tests.Ingest;

public sealed class RejectsTests
{
    [Fact]
    public async Task Rejects_AfterRefusals_AreShownWithAHint()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server.Client, "web/1");
        await agent.RoundTripAsync(1, Samples.Series("cpu"), Samples.Series("\u001b[31m<script>"), new TimeSeries { Metric = "late", Timestamps = { 1 }, Values = { 1 } });
        await server.Client.IngestAsync(new IngestRequest { AgentId = "cron-1" });

        var all = await server.GetJsonAsync("/api/v1/rejects");
        var items = all.GetProperty("items").EnumerateArray().ToList();
        items.Select(i => i.GetProperty("code").GetString()).ShouldBe(["empty_batch", "too_old", "bad_text"]);
        items[2].EnumerateObject().Select(p => p.Name).ShouldBe(["agent", "agentVersion", "code", "seriesIndex", "metric", "detail", "hint", "at"]);
        items[2].GetProperty("metric").GetString().ShouldBe("\\u001B[31m<script>");
        items[2].GetProperty("seriesIndex").GetInt32().ShouldBe(1);
        items.ShouldAllBe(i => i.GetProperty("hint").GetString()!.Length > 20);
        all.GetProperty("counts").ToString().ShouldBe("""{"too_old":1,"bad_text":1,"empty_batch":1}""");

        (await CodesAsync("agent=web%2F1")).ShouldBe(["too_old", "bad_text"]);
        (await CodesAsync("code=too_old")).ShouldBe(["too_old"]);
        (await CodesAsync("limit=1")).ShouldBe(["empty_batch"]);
        (await CodesAsync("agent=stranger")).ShouldBeEmpty();

        async Task<IEnumerable<string?>> CodesAsync(string query) =>
            (await server.GetJsonAsync($"/api/v1/rejects?{query}")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("code=unspecified", "bad_code")]
    [InlineData("code=nonsense", "bad_code")]
    [InlineData("code=too_old,bad_label", "bad_code")]
    [InlineData("agent=a%20b", "bad_agent")]
    [InlineData("limit=1001", "bad_limit")]
    public async Task Rejects_WrongQuery_IsAProblem(string query, string code)
    {
        await using var server = await TestServer.StartAsync();
        (await server.GetProblemAsync($"/api/v1/rejects?{query}", HttpStatusCode.BadRequest)).ShouldBe(code);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CleanLite.Api.Tests.Live;

/// <summary><c>POST /api/v1/paint-delays</c>, and what of it is seen on <c>/metrics</c>.</summary>
public sealed class PaintDelaysTests
{
    [Fact]
    public async Task Report_OfADashboard_IsSeenByOperators()
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Http };
        using var taken = await http.PostAsJsonAsync("/api/v1/paint-delays", new { delaysMs = new[] { 4.0, 40.0 } });
        taken.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var refused = await http.PostAsJsonAsync("/api/v1/paint-delays", new { delaysMs = new[] { -4.0 } });
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldBe("delaysMs[0] is -4; 0 to 60000 are allowed.");

        var metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        metrics.ShouldContain("cleanlite_client_paint_delay_seconds_bucket{le=\"0.005\"} 1\n");
        metrics.ShouldContain("cleanlite_client_paint_delay_seconds_count 2\n");
    }
}

using CleanLite.V1;

namespace CleanLite.Api.Tests.Live;

/// <summary>Points, one at a time, each newer than the last.</summary>
internal static class Sender
{
    private static long _clock = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 60_000;

    public static async Task SendAsync(TestServer server, string metric, double value, string agent = "web-1")
    {
        var series = new TimeSeries { Metric = metric, Timestamps = { Interlocked.Increment(ref _clock) }, Values = { value } };
        var result = await server.Client.IngestAsync(new IngestRequest { AgentId = agent, Series = { series } });
        result.AcceptedPoints.ShouldBe(1u);
    }
}

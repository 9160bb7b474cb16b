using System.Text.Json;
using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Live.Feeds;

namespace CleanLite.Infrastructure.Tests.Live.Feeds;

public sealed class MetricFrameTests
{
    [Theory]
    [InlineData(1, null)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void WriteStart_AnyNumbers_FitIntoTheRoomPromised(long offset, long? received)
    {
        var target = new byte[MetricFrame.MaxTextBytes - MetricFrame.End.Length];
        var size = MetricFrame.WriteStart(target, offset, received);
        using var message = JsonDocument.Parse((byte[])[.. target[..size], .. MetricFrame.End]);
        message.RootElement.GetProperty("offset").GetInt64().ShouldBe(offset);
        message.RootElement.TryGetProperty("receivedAt", out var at).ShouldBe(received is not null);
        if (received is not null) at.GetInt64().ShouldBe(received.Value);
    }

    [Theory]
    [BothEncodings]
    public async Task LiveFrame_OfPointsThatWaited_SaysWhenTheOldestCameIn(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, run: false);
        var series = rig.NewSeries();
        var client = rig.Connect();
        (await client.NextAsync("snapshot")).GetProperty("last").GetBoolean().ShouldBeTrue();

        var receivedAt = rig.Time.UnixMs;
        rig.Publish(new MetricPoint(series, 1, 1));
        rig.Time.Advance(TimeSpan.FromMilliseconds(40));
        rig.Publish(new MetricPoint(series, 2, 2));
        rig.Metrics.Drain();
        (await client.NextAsync("metrics")).GetProperty("receivedAt").GetInt64().ShouldBe(receivedAt);
    }
}

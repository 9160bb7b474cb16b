using CleanLite.Application.Live;
using CleanLite.Infrastructure.Live;
using CleanLite.Testing;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Live;

public sealed class LiveServiceTests
{
    [Fact]
    public async Task Loop_ThatFails_EndsTheServiceThoughTheOtherRuns()
    {
        await using var rig = new LiveRig(LiveEncoding.Json, run: false);
        rig.Log.WhenForAnyArgs(l => l.Append(0, null!)).Throw(new InvalidOperationException("broken"));
        using var service = new LiveService(rig.Metrics, rig.Events, rig.Viewers, Substitute.For<IHostApplicationLifetime>(), rig.Time);
        await service.StartAsync(default);
        rig.Events.Publish(rig.NewEvent());

        var failed = await Should.ThrowAsync<InvalidOperationException>(() => service.ExecuteTask!.WaitAsync(Eventually.Patience));
        failed.Message.ShouldBe("broken");
        await service.StopAsync(default);
    }
}

using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Testing;

namespace CleanLite.Infrastructure.Tests.Live.Feeds;

public sealed class GatherPaceTests
{
    private readonly FakeTime _time = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(50, 4)]
    [InlineData(100, 7)]
    [InlineData(10_000, 7)]
    public async Task WaitAsync_AfterAFlush_IsAsLongAsTheFlushWasWide(int viewers, int milliseconds)
    {
        var pace = new GatherPace(TimeSpan.FromMilliseconds(7), _time);
        await pace.WaitAsync(default);
        pace.Flushed(viewers);

        var waiting = pace.WaitAsync(default).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds) - TimeSpan.FromTicks(1));
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        await waiting;
    }

    [Fact]
    public async Task WaitAsync_AfterAQuietSpell_DoesNotWait()
    {
        var pace = new GatherPace(TimeSpan.FromMilliseconds(7), _time);
        await pace.WaitAsync(default);
        pace.Flushed(100);
        _time.Advance(TimeSpan.FromMilliseconds(7));
        pace.WaitAsync(default).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task WaitAsync_WithoutAWindow_NeverWaits()
    {
        var pace = new GatherPace(TimeSpan.Zero, _time);
        await pace.WaitAsync(default);
        pace.Flushed(100);
        pace.WaitAsync(default).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }
}

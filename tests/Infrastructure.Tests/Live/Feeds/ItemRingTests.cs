using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Testing;

namespace CleanLite.Infrastructure.Tests.Live.Feeds;

public sealed class ItemRingTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void Append_MoreThanFit_KeepsTheNewest()
    {
        var ring = Filled(maxItems: 1_000, count: 2_500);
        (ring.Oldest, ring.Newest, ring.Count).ShouldBe((1_501, 2_500, 1_000));
        ring.Reaches(1_500).ShouldBeTrue();
        ring.Reaches(1_499).ShouldBeFalse();
        ring.Reaches(2_500).ShouldBeTrue();
        ring.Reaches(2_501).ShouldBeFalse();

        var copied = new long[4];
        ring.CopyAfter(2_490, 2_500, copied).ShouldBe(4);
        copied.ShouldBe([2_491, 2_492, 2_493, 2_494]);
    }

    [Fact]
    public void Append_WhileOldestIsOlderThanKept_DoesNotGrow()
    {
        var ring = new ItemRing<long>(100_000, TimeSpan.FromSeconds(60), _time);
        for (var second = 0; second < 200; second++)
        {
            ring.Mark();
            for (var i = 0; i < 10; i++) ring.Append(ring.Newest + 1);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        ring.Count.ShouldBeGreaterThanOrEqualTo(600, "60 s at 10 a second");
        ring.Capacity.ShouldBeLessThanOrEqualTo(1_024);
    }

    [Fact]
    public void Append_WithinTheTimeKept_GrowsToTheMost()
    {
        var ring = Filled(maxItems: 5_000, count: 20_000);
        (ring.Count, ring.Capacity).ShouldBe((5_000, 5_000));
        for (var offset = ring.Oldest; offset <= ring.Newest; offset++) ring[offset].ShouldBe(offset);
    }

    [Fact]
    public void Skip_Items_RecoversNothingBefore()
    {
        var ring = Filled(maxItems: 100, count: 10);
        ring.Skip(5);
        ring.Newest.ShouldBe(15);
        ring.Reaches(14).ShouldBeFalse();
        ring.Reaches(15).ShouldBeTrue();
    }

    private ItemRing<long> Filled(int maxItems, int count)
    {
        var ring = new ItemRing<long>(maxItems, TimeSpan.FromSeconds(60), _time);
        for (var i = 1; i <= count; i++)
        {
            if (i % 100 == 0) ring.Mark();
            ring.Append(i);
        }

        return ring;
    }
}

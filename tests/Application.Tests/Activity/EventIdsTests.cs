using CleanLite.Application.Activity;
using CleanLite.Testing;

namespace CleanLite.Application.Tests.Activity;

public sealed class EventIdsTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void Next_WhateverTheClockDoes_SortsInTheOrderOfMaking()
    {
        var ids = new EventIds(_time);
        var made = new List<string>();
        for (var i = 0; i < 3_000; i++)
        {
            made.Add(ids.Next());
            if (i % 100 == 0) _time.Advance(TimeSpan.FromMilliseconds(1));
            if (i == 1_500) _time.StepWallClock(TimeSpan.FromHours(-1));
        }

        made.ShouldBeUnique();
        made.ShouldBe(made.Order(StringComparer.Ordinal));
        made.ShouldAllBe(id => id.Length == 26 && id.All("0123456789ABCDEFGHJKMNPQRSTVWXYZ".Contains));
    }

    [Fact]
    public void Next_BeginsWithTheTime()
    {
        var early = new EventIds(_time).Next();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        string.CompareOrdinal(early, 0, new EventIds(_time).Next(), 0, 10).ShouldBeLessThan(0);
    }

    [Fact]
    public void Next_FromManyThreads_IsUnique()
    {
        var ids = new EventIds(_time);
        var made = new string[40_000];
        Parallel.For(0, made.Length, i => made[i] = ids.Next());
        made.Distinct().Count().ShouldBe(made.Length);
    }
}

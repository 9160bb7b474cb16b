using CleanLite.Application.Activity;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Activity;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Infrastructure.Tests.Activity;

/// <summary>Whatever is asked, the pages one after another are what a plain walk over all events finds.</summary>
public sealed class ActivityPagingTests
{
    private static readonly string[] Types = ["task.created", "task.done", "tool.called", "agent.offline", "system.limit", "reject.series", "deploy.begun", "bid.won"];
    private static readonly string[] Patterns = ["*", "task.*", "!task.done", "*.created", "web-1", "web-*", "!web-2", "s-1*", "no-such", "*e*"];

    [Fact]
    public void Pages_OneAfterAnother_AreWhatAPlainFilterFinds()
    {
        var free = long.MaxValue;
        using var bed = new LogBed();
        (bed.Options.MaxAge, bed.Options.MinFreeBytes, bed.Seams) = (TimeSpan.FromDays(36_500), 1, new ActivityLogSeams { MeasureSpace = () => (free, long.MaxValue) });
        bed.Open();
        var random = new Random(20261120);
        var all = Enumerable.Range(1, 900).Select(i => new LoggedEvent((i * 3L) - random.Next(3), EventOf(random))).ToList();
        foreach (var (offset, item) in all.Take(600)) bed.Log!.Append(offset, item);
        bed.Until(() => bed.Log!.StoredOffset == all[599].Offset);

        // The last third stays in memory, so that queries meet both.
        free = 0;
        bed.Until(() => bed.Log!.Mode == ActivityLogMode.Degraded);
        foreach (var (offset, item) in all.Skip(600)) bed.Log!.Append(offset, item);
        Check(bed, all, 150);
        bed.Log!.Mode.ShouldBe(ActivityLogMode.Degraded);

        free = long.MaxValue;
        bed.Until(() => bed.Log!.StoredOffset == all[^1].Offset);
        Check(bed, all, 50);
    }

    private static void Check(LogBed bed, List<LoggedEvent> all, int times) => Prop.ForAll(Criteria().ToArbitrary(), criteria =>
    {
        var expected = all.Where(criteria.Passes).Select(e => e.Offset);
        if (!criteria.Start.IsNewer) expected = expected.Reverse();
        PagesOf(bed, criteria).ShouldBe(expected);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    private static List<long> PagesOf(LogBed bed, EventCriteria criteria)
    {
        var found = new List<long>();
        while (true)
        {
            var slice = bed.Log!.ReadAsync(criteria, CancellationToken.None).GetAwaiter().GetResult();
            slice.Trouble.ShouldBeNull();
            slice.Items.Count.ShouldBeLessThanOrEqualTo(criteria.Limit);
            if (slice.Next is not null) slice.Items.Count.ShouldBe(criteria.Limit);
            found.AddRange(slice.Items.Select(i => i.Offset));
            if (slice.Next is not { } next) return found;
            criteria = criteria with { Start = next };
        }
    }

    private static ActivityEvent EventOf(Random random) => new()
    {
        Id = $"e-{random.Next()}",
        Source = random.Next(3) == 0 ? "server" : $"agent/web-{random.Next(4)}",
        Type = Types[random.Next(Types.Length)],
        TimeUnixMs = 1_000 + random.Next(500),
        Severity = (Severity)(1 + random.Next(3)),
        Subject = random.Next(4) == 0 ? "" : $"s-{random.Next(30)}",
        Attributes = random.Next(4) == 0 ? new Dictionary<string, string> { ["agent"] = $"web-{random.Next(4)}" } : [],
    };

    private static Gen<EventCriteria> Criteria() =>
        from channels in Some(LiveChannels.All.Where(c => c is not ("metrics" or "events")).ToArray())
        from severities in Some(Enum.GetValues<Severity>())
        from types in SomePatterns()
        from agents in SomePatterns()
        from subjects in SomePatterns()
        from @from in Gen.Frequency((2, Gen.Constant(long.MinValue)), (1, Gen.Choose(1_000, 1_600).Select(i => (long)i)))
        from to in Gen.Frequency((2, Gen.Constant(long.MaxValue)), (1, Gen.Choose(1_000, 1_600).Select(i => (long)i)))
        from isNewer in Gen.Elements(true, false)
        from start in Gen.Frequency((1, Gen.Constant(isNewer ? 0 : long.MaxValue)), (2, Gen.Choose(0, 2_800).Select(i => (long)i)))
        from limit in Gen.Elements(1, 2, 7, 50, 1_000)
        select new EventCriteria
        {
            Channels = channels,
            Severities = severities,
            Types = types,
            Agents = agents,
            Subjects = subjects,
            FromUnixMs = @from,
            ToUnixMs = to,
            Start = new EventCursor(start, isNewer),
            Limit = limit,
        };

    private static Gen<T[]> Some<T>(T[] values) =>
        Gen.Frequency((2, Gen.Constant(Array.Empty<T>())), (1, Gen.SubListOf(values).Select(l => l.ToArray())));

    private static Gen<PatternList> SomePatterns() => Some(Patterns).Select(p => p.Length > 3 ? PatternList.Any : new PatternList(p));
}

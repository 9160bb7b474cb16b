using CleanLite.Application.Activity;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Activity;
using CleanLite.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Infrastructure.Tests.Activity;

/// <summary>Whatever is asked, the pages one after another are what a plain walk over all events finds.</summary>
public sealed class ActivityPagingTests
{
    private static readonly string[] Types = ["task.created", "task.done", "tool.called", "agent.offline", "system.limit", "reject.series", "deploy.begun", "bid.won"];
    private static readonly string[] Patterns = ["*", "task.*", "!task.done", "*.created", "web-1", "web-*", "!web-2", "s-1*", "no-such", "*e*"];

    [Fact]
    public async Task Pages_OneAfterAnother_AreWhatAPlainFilterFinds()
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
        await CheckAsync(bed, all, 150);
        bed.Log!.Mode.ShouldBe(ActivityLogMode.Degraded);

        free = long.MaxValue;
        bed.Until(() => bed.Log!.StoredOffset == all[^1].Offset);
        await CheckAsync(bed, all, 50);
    }

    private static Task CheckAsync(LogBed bed, List<LoggedEvent> all, int times) => Prop.ForAll(Questions().ToArbitrary(), question =>
    {
        var criteria = question.Criteria;
        var expected = all.Where(question.Wants).Select(e => e.Offset);
        if (!criteria.Start.IsNewer) expected = expected.Reverse();
        PagesOf(bed, criteria).ShouldBe(expected);
    }).ShouldHoldApartAsync(cost: 10_000.0 / times);

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

    private static Gen<Question> Questions() =>
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
        select new Question(channels, severities, types, agents, subjects, @from, to, new EventCursor(start, isNewer), limit);

    private static Gen<T[]> Some<T>(T[] values) =>
        Gen.Frequency((2, Gen.Constant(Array.Empty<T>())), (1, Gen.SubListOf(values).Select(l => l.ToArray())));

    private static Gen<string[]> SomePatterns() => Some(Patterns).Select(p => p.Length > 3 ? [] : p);

    /// <summary>A question, and what the contract says of its answer (activity.md, "Reading"), in code of its own.</summary>
    private sealed record Question(
        string[] Channels, Severity[] Severities, string[] Types, string[] Agents, string[] Subjects, long From, long To, EventCursor Start, int Limit)
    {
        public EventCriteria Criteria => new()
        {
            Channels = Channels,
            Severities = Severities,
            Types = new PatternList(Types),
            Agents = new PatternList(Agents),
            Subjects = new PatternList(Subjects),
            FromUnixMs = From,
            ToUnixMs = To,
            Start = Start,
            Limit = Limit,
        };

        public bool Wants(LoggedEvent logged)
        {
            var (offset, item) = (logged.Offset, logged.Event);
            var isInRange = Start.IsNewer ? offset > Start.Offset : offset < Start.Offset;
            var isInTime = item.TimeUnixMs >= From && item.TimeUnixMs < To;
            return isInRange && isInTime && (Severities.Length == 0 || Severities.Contains(item.Severity)) && (Channels.Length == 0 || Channels.Contains(ChannelOf(item.Type)))
                && NaivePatterns.Want(Types, item.Type) && NaivePatterns.Want(Agents, AgentOf(item)) && NaivePatterns.Want(Subjects, item.Subject.Length > 0 ? item.Subject : null);
        }

        private static string ChannelOf(string type) => type.Split('.')[0] switch
        {
            "task" => "tasks",
            "tool" => "tools",
            "agent" => "agents",
            "reject" => "rejects",
            "bid" => "bids",
            "system" => "system",
            _ => "events",
        };

        private static string? AgentOf(ActivityEvent item) =>
            item.Source.StartsWith("agent/", StringComparison.Ordinal) ? item.Source[6..]
            : item.Attributes.TryGetValue("agent", out var named) ? named
            : item.Type == "agent.offline" && item.Subject.Length > 0 ? item.Subject
            : null;
    }
}

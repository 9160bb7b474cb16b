using CleanLite.Application.Activity;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Testing;
using FsCheck;
using FsCheck.Fluent;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Live.Feeds;

/// <summary>Events that come, are missed and leave the memory, while viewers resume: each gets all that it missed, or is told that it cannot.</summary>
public sealed class EventRecoveryModelTests
{
    private static readonly string[] Types = ["task.created", "tool.called", "deploy.done"];

    [Fact]
    public void Recover_AnyHistory_GivesAllThatWasMissedOrNothing()
    {
        using var meters = new TestMeters();
        var counts = new LiveMetrics(meters, TimeProvider.System);
        var seen = new Coverage();
        Prop.ForAll(Gen.Choose(1, 100).SelectMany(n => Gen.Choose(0, int.MaxValue).ArrayOf(n)).ToArbitrary(), Gen.Elements(0L, 41L).ToArbitrary(), (steps, first) =>
        {
            var log = Substitute.For<IActivityLog>();
            log.LastOffset.Returns(first);
            var options = new LiveOptions { RingEvents = 20, InputEvents = 8 };
            using var feed = new EventFeed(options, Epoch.New(), log, counts, TimeProvider.System);

            // All that there ever was, by offset; null where the input was full.
            var (all, waiting, missed) = (new List<ActivityEvent?>(), new List<ActivityEvent>(), 0);
            foreach (var step in steps)
            {
                switch (step % 4)
                {
                    case 0 or 1:
                        for (var n = step / 4 % 6; n > 0; n--)
                        {
                            var item = EventOf(all.Count + waiting.Count + missed, step + n);
                            feed.Publish(item);
                            if (missed > 0 || waiting.Count == options.InputEvents) missed++;
                            else waiting.Add(item);
                        }

                        break;
                    case 2:
                        feed.Drain();
                        all.AddRange([.. waiting, .. Enumerable.Repeat<ActivityEvent?>(null, missed)]);
                        (waiting, missed) = ([], 0);
                        feed.Offset.ShouldBe(first + all.Count);
                        break;
                    default:
                        Resume(feed, all, first, step / 4, options.RingEvents, seen);
                        break;
                }
            }
        }).ShouldHold(cost: 10, seen);
    }

    private static void Resume(EventFeed feed, List<ActivityEvent?> all, long first, int choice, int held, Coverage seen)
    {
        var channel = choice % 2 == 0 ? "events" : "tasks";
        var filter = choice % 3 == 0 ? new EventFilter(PatternList.Any, new PatternList(["t*"]), PatternList.Any) : EventFilter.All;
        var from = first + all.Count - (choice % (held + 6)) + 2;
        if (from < 0) return;

        var index = (int)(from - first);
        var isHeld = index >= 0 && index <= all.Count && all.Count - index <= held && all.Skip(index).All(item => item is not null);
        seen.Note("recovered", isHeld, least: 10);
        var found = feed.Recover(from, first + all.Count, new EventSelection(channel, filter));
        if (!isHeld)
        {
            found.ShouldBeNull();
            return;
        }

        var expected = all.Select((item, i) => (Offset: first + i + 1, Item: item!)).Skip(index)
            .Where(e => (channel == "events" || e.Item.Type == "task.created") && (choice % 3 > 0 || e.Item.Type[0] == 't'));
        found!.ShouldBe(expected);
    }

    private static ActivityEvent EventOf(int number, int choice) =>
        new() { Id = $"e{number}", Source = "server", Type = Types[choice % Types.Length], TimeUnixMs = number };
}

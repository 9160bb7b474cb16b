using CleanLite.Application.Activity;
using CleanLite.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Infrastructure.Tests.Activity;

/// <summary>Events leave by count and by age while somebody pages: no page holds a wrong event, one twice, or leaves out one that was there all the time.</summary>
public sealed class ActivityRetentionTests
{
    private const int MaxEvents = 60;
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Pages_InMemory_WhileEventsComeAndLeave_LeaveOutOnlyThoseThatLeft()
    {
        var seen = new Coverage();
        await Prop.ForAll(Scripts().ToArbitrary(), script =>
        {
            using var bed = NewBed(path: "");
            new History(bed, seen).Play(script);
        }).ShouldHoldApartAsync(cost: 100, seen);
    }

    [Fact]
    public async Task Pages_OfTheFile_WhileEventsComeAndLeave_LeaveOutOnlyThoseThatLeft()
    {
        var seen = new Coverage();
        await Prop.ForAll(Scripts().ToArbitrary(), script =>
        {
            using var bed = NewBed();
            new History(bed, seen).Play(script);
        }).ShouldHoldApartAsync(cost: 2_500, seen);
    }

    private static Gen<int[]> Scripts() => Gen.Choose(20, 100).SelectMany(n => Gen.Choose(0, int.MaxValue).ArrayOf(n));

    private static LogBed NewBed(string? path = null)
    {
        var bed = new LogBed();
        (bed.Options.Path, bed.Options.MaxEvents, bed.Options.MaxAge) = (path ?? bed.Options.Path, MaxEvents, MaxAge);
        bed.Open();
        return bed;
    }

    private sealed class History(LogBed bed, Coverage seen)
    {
        private readonly List<LoggedEvent> _all = []; // that ever were; their times follow their numbers
        private List<LoggedEvent> _read = []; // of the walk that goes on
        private EventCriteria? _walk;
        private EventCursor _start;
        private long _newestAtItsStart;

        public void Play(int[] script)
        {
            foreach (var step in script)
            {
                switch (step % 8)
                {
                    case 0 or 1 or 2:
                        Append(step / 8 % 12);
                        break;
                    case 3:
                        bed.Time.Advance(TimeSpan.FromSeconds(step / 8 % 240));
                        break;
                    default:
                        ReadPage(step / 8);
                        break;
                }
            }

            while (_walk is not null) ReadPage(0);
        }

        private void Append(int count)
        {
            for (; count > 0; count--)
            {
                var item = new LoggedEvent(_all.Count + 1, LogBed.EventOf(_all.Count + 1) with { TimeUnixMs = bed.Time.UnixMs });
                bed.Log!.Append(item.Offset, item.Event);
                _all.Add(item);
            }
        }

        private void ReadPage(int choice)
        {
            if (_walk is null)
            {
                var isNewer = choice % 2 == 0;
                var start = choice % 3 == 0 ? Math.Max(0, _all.Count - (choice / 6 % (2 * MaxEvents))) : isNewer ? 0 : long.MaxValue;
                (_read, _start, _newestAtItsStart) = ([], new EventCursor(start, isNewer), _all.Count);
                _walk = new EventCriteria { Limit = 1 + (choice / 6 % 20), Start = _start };
            }

            var slice = bed.Log!.ReadAsync(_walk, CancellationToken.None).GetAwaiter().GetResult();
            slice.Trouble.ShouldBeNull();
            slice.Items.Count.ShouldBeLessThanOrEqualTo(_walk.Limit);
            _read.AddRange(slice.Items);
            if (slice.Next is { } next)
            {
                EventCursor.TryParse(next.ToString(), out var again).ShouldBeTrue();
                _walk = _walk with { Start = again };
                return;
            }

            Judge(_walk.Start.IsNewer);
            _walk = null;
        }

        private void Judge(bool isNewer)
        {
            var offsets = _read.ConvertAll(e => e.Offset);
            offsets.ShouldBe(isNewer ? offsets.Distinct().Order() : offsets.Distinct().OrderDescending());
            foreach (var item in _read)
            {
                var written = _all[(int)item.Offset - 1].Event;
                (item.Event with { Attributes = written.Attributes }).ShouldBe(written);
                item.Event.Attributes.ShouldBe(written.Attributes);
            }

            // What is kept at the end was there all the time, or came while the walk went on.
            var oldest = bed.Time.UnixMs - (long)MaxAge.TotalMilliseconds;
            var kept = _all.TakeLast(MaxEvents).Where(e => e.Event.TimeUnixMs >= oldest && e.Offset <= _newestAtItsStart).Select(e => e.Offset).ToList();
            kept.Where(o => isNewer ? o > _start.Offset : o < _start.Offset).Except(offsets).ShouldBeEmpty();
            offsets.ShouldAllBe(o => isNewer ? o > _start.Offset : o < _start.Offset);
            seen.Note("some had left", _all.Count > MaxEvents || _all.Exists(e => e.Event.TimeUnixMs < oldest), most: 100);
            seen.Note("several pages", offsets.Count > 20, least: 10);
        }
    }
}

using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>
/// Points in compact frames. Names are numbered as they are given, and a log announces those that come up while it is read; so all that there
/// is to remember of a viewer is the number up to which it knows the names that its filter wants.
/// </summary>
internal sealed class CompactPointWriter(MetricFeed feed, SeriesFilter filter) : PointWriter(LiveEncoding.Protobuf)
{
    // Once this many more names were given than are in use the viewer forgets all and learns anew: its table holds series that left.
    private const int StaleNames = 10_000;

    [ThreadStatic]
    private static CompactFrame? _frameOfThread;

    private SeriesNames _names = SeriesNames.Empty;
    private long _known;
    private long _forgotAt;
    private int _place;
    private bool _forget = true;

    // Nothing is awaited while a frame is written, so one for each thread will do.
    private static CompactFrame Frame => _frameOfThread ??= new CompactFrame();

    public override int MaxSize(Series series) =>
        CompactFrame.MaxPointBytes + (_names.NumberOf(series) == 0 ? SeriesName.MaxSize(series) : 0);

    public override void MoveTo(SeriesNames names)
    {
        // Names of which the viewer has not yet been told all come again.
        if (_place == _names.Places) _known = _names.Next;
        Take(names);
        if (names.Next > _known) _place = 0;
    }

    public override void ReadTo(SeriesNames names) => Take(names);

    public override bool TryAnnounce(FrameBuffer buffer)
    {
        var frame = Frame;
        frame.Clear();
        for (; _place < _names.Places && frame.Size < PointPage.MaxBytes / 2; _place++)
        {
            var name = _names.At(_place);
            if (name.IsNone || name.Number < _known || !filter.Passes(name.Series)) continue;
            if (_forget) frame.Forget();
            _forget = false;
            frame.Announce(name);
        }

        // What comes up from here on is announced by the log, and not to be forgotten.
        if (_place == _names.Places) _forget = false;
        if (frame.IsEmpty) return false;
        Write(buffer, frame.Announcements());
        return true;
    }

    public override void WriteMetrics(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points, long offset) =>
        Write(buffer, Filled(points).Metrics(offset));

    public override void WriteSnapshot(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points, long offset, int page, bool last) =>
        Write(buffer, Filled(points).Snapshot(LiveChannels.Metrics, feed.Epoch, offset, page, last));

    private void Take(SeriesNames names)
    {
        _names = names;
        _place = names.Places;
        if (names.Next - _forgotAt <= StaleNames + names.Count) return;
        (_forgotAt, _known, _place, _forget) = (names.Next, 0, 0, true);
    }

    private CompactFrame Filled(ReadOnlySpan<MetricPoint> points)
    {
        var frame = Frame;
        frame.Clear();
        Dictionary<Series, long>? others = null;
        foreach (ref readonly var point in points)
        {
            var number = _names.NumberOf(point.Series);
            if (number == 0 && !(others ??= []).TryGetValue(point.Series, out number))
            {
                // A series of the ring that left since: the frame brings a name for it, which no other uses.
                others[point.Series] = number = feed.NextName();
                frame.Announce(new SeriesName(number, point.Series));
            }

            frame.Add(number, point.Timestamp, point.Value);
        }

        return frame;
    }

    private static void Write(FrameBuffer buffer, ReadOnlySpan<byte> payload)
    {
        buffer.Begin();
        buffer.Write(payload);
        buffer.Finish(Opcode.Binary);
    }
}

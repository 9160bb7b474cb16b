using System.Text;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.Messages;
using CleanLite.Infrastructure.Live.WebSockets;
using CleanLite.Live.V1;
using CleanLite.Testing;
using FsCheck;
using FsCheck.Fluent;
using Series = CleanLite.Domain.Ingest.Series;

namespace CleanLite.Infrastructure.Tests.Live;

/// <summary>Whatever is written into compact frames, Google.Protobuf's code for live.proto reads it back.</summary>
public sealed class CompactFramePropertyTests
{
    private readonly Coverage _seen = new();

    [Fact]
    public void Frame_OfAnyPoints_ReadsBackAsTheSame()
    {
        // One frame for all cases, as the writers use it: what one leaves behind would show in the next.
        var writer = new CompactFrame();
        Prop.ForAll(Frames().ToArbitrary(), frame =>
        {
            _seen.Note("points", frame.Points.Length > 0, most: 95);
            _seen.Note("a delta below 0", frame.Points.Any(p => p.Timestamp < frame.Points[0].Timestamp));
            _seen.Note("a snapshot", frame.IsSnapshot);
            var read = ServerFrame.Parser.ParseFrom(Write(writer, frame));

            read.Forget.ShouldBe(frame.Forget);
            read.Series.Select(s => $"{s.Number}|{s.Agent}|{s.Metric}|{s.Unit}|{Shown(s.Labels)}").ShouldBe(frame.Series.Select(
                s => $"{NumberOf(s)}|{s.Agent}|{s.Metric}|{s.Unit}|{Shown(s.Labels.Items.ToArray().Select(l => KeyValuePair.Create(l.Name, l.Value)))}"));
            var points = (frame.IsSnapshot ? read.Snapshot.Points : read.Metrics.Points) ?? new Points();
            points.Timestamp.Count.ShouldBe(frame.Points.Length);
            points.Series.ShouldBe(frame.Points.Select(p => (ulong)NumberOf(p.Series)));
            points.Timestamp.Select(t => unchecked(points.BaseTimestamp + t)).ShouldBe(frame.Points.Select(p => p.Timestamp));
            points.Value.Select(BitConverter.DoubleToInt64Bits).ShouldBe(frame.Points.Select(p => BitConverter.DoubleToInt64Bits(p.Value)));
            if (frame.IsSnapshot)
            {
                var told = read.Snapshot;
                (told.Channel, told.Epoch, (long)told.Offset, (int)told.Page, told.Last).ShouldBe(("metrics", "k3jx9a2m", frame.Offset, frame.Page, frame.Last));
            }
            else
            {
                ((long)read.Metrics.Offset, (long)read.Metrics.ReceivedAt).ShouldBe((frame.Offset, frame.ReceivedAt));
            }
        }).ShouldHold(cost: 10, _seen);
    }

    [Fact]
    public void Frame_WithAnyPoint_GrowsByNoMoreThanItsRoom()
    {
        var frame = new CompactFrame();
        Prop.ForAll(Gen.Choose(1, 5).SelectMany(n => Numbers.Whole.Zip(Numbers.Natural).ArrayOf(n)).ToArbitrary(), points =>
        {
            frame.Clear();
            foreach (var (timestamp, number) in points)
            {
                var before = frame.Size;
                frame.Add(number, timestamp, 1);
                (frame.Size - before).ShouldBeLessThanOrEqualTo(CompactFrame.MaxPointBytes);
            }
        }).ShouldHold();
    }

    [Fact]
    public void Announcement_OfAnySeries_FitsIntoItsRoom() => Prop.ForAll(AnySeries.One().ToArbitrary(), Numbers.Natural.ToArbitrary(), (series, number) =>
    {
        var frame = new CompactFrame();
        frame.Announce(new SeriesName(number, series));
        frame.Size.ShouldBeLessThanOrEqualTo(SeriesName.MaxSize(series) + 10);
    }).ShouldHold(cost: 2);

    [Fact]
    public void Event_Any_ReadsBackAsTheSame() => Prop.ForAll(Events().ToArbitrary(), Numbers.Natural.ToArbitrary(), (item, offset) =>
    {
        _seen.Note("with facts", item.Attributes.Count > 0, most: 95);
        _seen.Note("with a message", item.Message.Length > 0);
        var read = Message(buffer => ServerMessages.Of(LiveEncoding.Protobuf).Event(buffer, offset, item)).Event;
        (read.Id, read.Source, read.Type, read.Subject, read.Message).ShouldBe((item.Id, item.Source, item.Type, item.Subject, item.Message));
        ((long)read.Offset, read.Time, read.Severity, read.Channel).ShouldBe((offset, item.TimeUnixMs, item.Severity.ToString().ToLowerInvariant(), "tasks"));
        Shown(read.Data).ShouldBe(Shown(item.Attributes));
    }).ShouldHold(cost: 2, _seen);

    [Fact]
    public void Answers_OfAnyContent_ReadBackAsTheSame()
    {
        var ids = Gen.OneOf(Gen.Constant<string?>(null), Gen.Constant<string?>("7"), Texts.Plain(10).Select(string? (t) => $"\"{t}\""));
        var messages = ServerMessages.Of(LiveEncoding.Protobuf);
        Prop.ForAll(ids.ToArbitrary(), Texts.Plain().ToArbitrary(), Numbers.Natural.ToArbitrary(), (id, text, number) =>
        {
            _seen.Note("without an id", id is null);
            var retryable = number % 2 == 0;
            var error = Message(b => messages.Error(b, id, new LiveFault(LiveFault.BadField, text, retryable))).Error;
            (error.Id, error.Code, error.Message, error.Retryable).ShouldBe((id ?? "", LiveFault.BadField, text, retryable));
            var subscribed = Message(b => messages.Subscribed(b, id, "tasks", text, number, retryable)).Subscribed;
            (subscribed.Id, subscribed.Channel, subscribed.Epoch, (long)subscribed.Offset, subscribed.Recovered).ShouldBe((id ?? "", "tasks", text, number, retryable));
            var result = Message(b => messages.Result(b, id, "system.metrics", Encoding.UTF8.GetBytes(text))).Result;
            (result.Id, result.Method, result.Result_.ToStringUtf8()).ShouldBe((id ?? "", "system.metrics", text));
            var lost = Message(b => messages.Lost(b, "tasks", number, number / 2, number)).Lost;
            (lost.Channel, (long)lost.Events, (long)lost.FromOffset, (long)lost.ToOffset).ShouldBe(("tasks", number, number / 2, number));
            Message(b => messages.Unsubscribed(b, id, text)).Unsubscribed.ShouldBe(new Unsubscribed { Id = id ?? "", Channel = text });
        }).ShouldHold(cost: 2, _seen);
    }

    private static ReadOnlySpan<byte> Write(CompactFrame writer, Content frame)
    {
        writer.Clear();
        if (frame.Forget) writer.Forget();
        foreach (var series in frame.Series) writer.Announce(new SeriesName(NumberOf(series), series));
        foreach (var point in frame.Points) writer.Add(NumberOf(point.Series), point.Timestamp, point.Value);
        return frame.IsSnapshot
            ? writer.Snapshot("metrics", "k3jx9a2m", frame.Offset, frame.Page, frame.Last)
            : writer.Metrics(frame.Offset, frame.ReceivedAt);
    }

    private static ServerFrame Message(Action<FrameBuffer> write)
    {
        using var buffer = new FrameBuffer();
        write(buffer);
        var frame = buffer.Frames.Span;
        frame[0].ShouldBe((byte)0x82);
        return ServerFrame.Parser.ParseFrom(frame[(frame[1] < 126 ? 2 : frame[1] == 126 ? 4 : 10)..]);
    }

    private static string Shown(IEnumerable<KeyValuePair<string, string>> pairs) =>
        string.Join('\n', pairs.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));

    // Short numbers and long ones.
    private static long NumberOf(Series series) => 1L << (series.Number * 6);

    private static Gen<Content> Frames() =>
        from series in AnySeries.Some(6)
        from start in Numbers.Whole
        from deltas in Gen.Frequency(
            (1, Gen.Constant<long[]>([])), (4, Gen.Choose(1, 30).SelectMany(n => Gen.Choose(-100, 100_000).Select(d => (long)d).ArrayOf(n))), (1, Numbers.Whole.ArrayOf(5)))
        from picks in Gen.Choose(0, 5).ArrayOf(deltas.Length)
        from values in Numbers.Finite.ArrayOf(deltas.Length)
        from offset in Numbers.Natural
        from received in Gen.OneOf(Gen.Constant(0L), Numbers.Natural)
        from flags in Gen.Choose(0, 7)
        select new Content(
            (flags & 1) > 0, series, [.. deltas.Select((d, i) => new MetricPoint(series[picks[i] % series.Length], unchecked(start + d), values[i]))], offset, received, (flags & 2) > 0, (int)(offset % 100), (flags & 4) > 0);

    private static Gen<ActivityEvent> Events() =>
        from texts in Texts.Plain().ArrayOf(5)
        from word in Texts.Word("abc_019", 1, 12)
        from facts in Gen.Choose(0, 4).SelectMany(n => Texts.Plain().Two().ArrayOf(n))
        from time in Gen.Choose(0, int.MaxValue)
        from severity in Gen.Elements(Enum.GetValues<Severity>())
        from left in Gen.Choose(0, 3)
        select new ActivityEvent
        {
            Id = texts[0],
            Source = texts[1],
            Type = "task." + word,
            TimeUnixMs = time * 1_000L,
            Severity = severity,
            Subject = left % 2 == 0 ? texts[2] : "",
            Message = left < 2 ? texts[3] + texts[4] : "",
            Attributes = facts.DistinctBy(f => f.Item1).ToDictionary(f => f.Item1, f => f.Item2),
        };

    private sealed record Content(bool Forget, Series[] Series, MetricPoint[] Points, long Offset, long ReceivedAt, bool IsSnapshot, int Page, bool Last);
}

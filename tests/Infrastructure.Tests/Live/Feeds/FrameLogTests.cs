using CleanLite.Infrastructure.Live;
using CleanLite.Infrastructure.Live.Feeds;

namespace CleanLite.Infrastructure.Tests.Live.Feeds;

public sealed class FrameLogTests
{
    private const int Retain = 256 * 1024;

    [Fact]
    public void TryRead_BeforePublish_SeesNothing()
    {
        var log = new FrameLog(7, Retain);
        Append(log, 10, 1, 8);
        log.End.ShouldBe(new LogMark(0, 7, 0));
        log.Publish(9, 5);
        log.End.ShouldBe(new LogMark(10, 9, 1, 5));
    }

    [Fact]
    public void TryRead_AcrossChunks_GivesEveryByteOnceAndEndsAtFrames()
    {
        var log = new FrameLog(0, 16 * 1024 * 1024);
        log.Join(new AsyncSignal());
        var random = new Random(1);
        var written = new List<byte>();
        var frameEnds = new HashSet<long>();
        for (var offset = 1; offset <= 2_000; offset++)
        {
            written.AddRange(Append(log, random.Next(1, 900), 1, offset));
            frameEnds.Add(written.Count);
            log.Publish(offset, 0);
        }

        var (read, cursor) = (new List<byte>(), new LogMark(0, 0, 0));
        while (cursor.Position < log.End.Position)
        {
            log.TryRead(cursor, log.End, out var frames, out var reached).ShouldBeTrue();
            read.AddRange(frames.Span);
            frameEnds.ShouldContain(reached.Position);
            reached.Matched.ShouldBe(frameEnds.Count(e => e <= reached.Position));
            reached.Offset.ShouldBe(reached.Matched);
            cursor = reached;
        }

        read.SequenceEqual(written).ShouldBeTrue();
        cursor.ShouldBe(log.End);
    }

    [Fact]
    public void TryRead_BehindWhatIsRetained_IsFalse()
    {
        var log = new FrameLog(0, Retain);
        var start = log.Join(new AsyncSignal()).Mark;
        for (var i = 0; i < 40; i++) Append(log, 32 * 1024, 1, i);
        log.Publish(40, 0);

        log.TryRead(start, log.End, out _, out _).ShouldBeFalse();
        var within = log.End.Position - Retain;
        log.TryRead(new LogMark(within, 0, 0), log.End, out var frames, out _).ShouldBeTrue();
        frames.IsEmpty.ShouldBeFalse();
        log.HeldBytes.ShouldBeLessThanOrEqualTo(Retain + (2 * FrameLog.ChunkBytes));
    }

    [Fact]
    public void Reserve_MoreThanAChunk_GivesOnePiece()
    {
        var log = new FrameLog(0, Retain);
        Append(log, 100, 1, 1);
        Append(log, 500_000, 1, 2);
        log.Publish(2, 0);
        log.TryRead(new LogMark(100, 1, 1), log.End, out var frames, out _).ShouldBeTrue();
        frames.Length.ShouldBe(500_000);
    }

    [Fact]
    public void Chunks_OfAQuietLog_AreSmall()
    {
        var log = new FrameLog(0, Retain);
        log.HeldBytes.ShouldBe(0);
        Append(log, 100, 1, 1);
        log.HeldBytes.ShouldBeLessThanOrEqualTo(4 * 1024);
    }

    [Fact]
    public void Chunks_ThatEveryReaderHasPassed_AreLetGo()
    {
        var log = new FrameLog(0, Retain);
        var (fast, slow) = (log.Join(new AsyncSignal()), log.Join(new AsyncSignal()));
        Write(1, 6);
        fast.Mark = log.End;
        Write(7, 7);
        log.TryRead(slow.Mark, log.End, out _, out _).ShouldBeTrue("one still needs them");

        slow.Mark = fast.Mark = log.End;
        Write(8, 9);
        log.HeldBytes.ShouldBeLessThanOrEqualTo(2 * FrameLog.ChunkBytes);
        log.TryRead(slow.Mark, log.End, out _, out _).ShouldBeTrue();

        log.Leave(slow);
        fast.Mark = log.End;
        Write(10, 12);
        log.TryRead(fast.Mark, log.End, out _, out _).ShouldBeTrue("whoever left holds nothing");
        log.TryRead(slow.Mark, log.End, out _, out _).ShouldBeFalse();

        void Write(int first, int last)
        {
            for (var i = first; i <= last; i++) Append(log, 32 * 1024, 1, i);
            log.Publish(last, 0);
        }
    }

    [Fact]
    public void Join_AmidATurnThatRollsOver_FindsAllThatIsPublishedLater()
    {
        var log = new FrameLog(0, Retain);
        for (var i = 1; i <= 3; i++) Append(log, 32 * 1024, 1, i);
        var cursor = log.Join(new AsyncSignal());
        for (var i = 4; i <= 6; i++) Append(log, 32 * 1024, 1, i);
        log.Publish(6, 0);
        log.TryRead(cursor.Mark, log.End, out var frames, out _).ShouldBeTrue();
        frames.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public async Task Wake_WithFramesSinceTheLastTime_WakesWhoeverHasNotLeft()
    {
        var (log, signal) = (new FrameLog(0, Retain), new AsyncSignal());
        var cursor = log.Join(signal);
        log.Leave(log.Join(signal));
        Append(log, 10, 1, 1);
        log.Publish(1, 0);
        var waiting = signal.WaitAsync().AsTask();
        log.Wake();
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));

        waiting = signal.WaitAsync().AsTask();
        log.Publish(2, 0);
        log.Wake();
        waiting.IsCompleted.ShouldBeFalse("the feed moved on, but not for this log");

        log.Leave(cursor);
        Append(log, 10, 1, 3);
        log.Publish(3, 0);
        log.Wake();
        waiting.IsCompleted.ShouldBeFalse();
    }

    private static byte[] Append(FrameLog log, int size, int items, long offset)
    {
        var bytes = new byte[size];
        new Random((int)offset).NextBytes(bytes);
        bytes.CopyTo(log.Reserve(size));
        log.Commit(size, items, offset);
        return bytes;
    }
}

using CleanLite.Infrastructure.Live.Feeds;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>A reader with a cursor on a log that it shares with others.</summary>
internal abstract class LogReader<TLog>(string channel, in LogHold<TLog> hold) : FeedReader(channel)
    where TLog : class, IFeedLog
{
    private LogMark? _limit;

    public override long Lag => Log.Frames.End.Position - Cursor.Position;

    protected LogHold<TLog> Hold { get; } = hold;

    protected TLog Log => Hold.Log;

    /// <summary>Where the reader stands.</summary>
    protected LogMark Cursor
    {
        get => Hold.Cursor.Mark;
        set => Hold.Cursor.Mark = value;
    }

    /// <summary>How far it is to read at this moment.</summary>
    protected LogMark Target => _limit ?? Log.Frames.End;

    public override void StopAtEnd() => _limit = Log.Frames.End;
}

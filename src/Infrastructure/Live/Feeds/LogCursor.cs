namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>A reader's place in a frame log: moved by the reader, looked at by the log, which keeps no bytes that every reader has passed.</summary>
internal sealed class LogCursor(AsyncSignal signal, LogMark start)
{
    private volatile LogMark _mark = start;

    /// <summary>Set when more was published.</summary>
    public AsyncSignal Signal => signal;

    /// <summary>Everything before it has been read, or given up.</summary>
    public LogMark Mark
    {
        get => _mark;
        set => _mark = value;
    }
}

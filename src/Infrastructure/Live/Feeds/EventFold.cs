namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// Holds a log to <paramref name="perSecond"/> messages in any second (0: no limit). Events beyond it are counted and leave as one message as
/// soon as there is room for it; no later event overtakes it.
/// </summary>
internal sealed class EventFold(int perSecond, TimeProvider time)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly long[] _sent = new long[perSecond];
    private long _messages;

    /// <summary>Events folded so far and not yet told.</summary>
    public int Folded { get; private set; }

    /// <summary>The offset of the first of them.</summary>
    public long FirstOffset { get; private set; }

    /// <summary>The offset of the last of them.</summary>
    public long LastOffset { get; private set; }

    /// <summary>How long until there is room for a message.</summary>
    public TimeSpan Wait
    {
        get
        {
            if (_messages < perSecond || perSecond == 0) return TimeSpan.Zero;
            var rest = Second - time.GetElapsedTime(_sent[_messages % perSecond]);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    /// <summary>Takes room for one message, if there is any.</summary>
    public bool TrySend()
    {
        if (perSecond == 0) return true;
        if (Wait > TimeSpan.Zero) return false;
        _sent[_messages++ % perSecond] = time.GetTimestamp();
        return true;
    }

    public void Fold(long offset)
    {
        if (Folded++ == 0) FirstOffset = offset;
        LastOffset = offset;
    }

    /// <summary>The folded ones have been told.</summary>
    public void Clear() => Folded = 0;
}

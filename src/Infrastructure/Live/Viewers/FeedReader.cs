using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>
/// What one viewer reads of one channel: says what its connection is to be sent next. Used by the viewer's writer alone, but for
/// <see cref="Lag"/>.
/// </summary>
internal abstract class FeedReader(string channel) : IDisposable
{
    /// <summary>The channel subscribed to.</summary>
    public string Channel => channel;

    /// <summary>The counter that its offsets belong to: <c>metrics</c>, or <c>events</c> for all other channels.</summary>
    public abstract string Counter { get; }

    /// <summary>Everything wanted up to this offset has been sent, or told as merged or lost.</summary>
    public abstract long Offset { get; }

    /// <summary>Bytes that wait in the log. Any thread.</summary>
    public abstract long Lag { get; }

    /// <summary>
    /// Gives the next whole frames to send: a piece of the shared log, or frames written into <paramref name="buffer"/>. False if there is nothing.
    /// </summary>
    public abstract bool TryNext(FrameBuffer buffer, out ReadOnlyMemory<byte> frames);

    /// <summary>From now on ends with what the log holds at this moment: another reader takes over from there.</summary>
    public abstract void StopAtEnd();

    /// <summary>What was sent last has left; samples the delay.</summary>
    public virtual void Sent()
    {
    }

    public abstract void Dispose();
}

using System.Threading.Channels;
using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>
/// What waits to be written to one agent. Bounded: whoever sends waits for room, which stops the reading of that agent's stream, and its
/// sending. One loop writes (<see cref="WriteAllAsync"/>), so that answers never mix on the wire and the goodbye is the last of them.
/// </summary>
/// <typeparam name="T">The message of the door.</typeparam>
/// <param name="transport">See <see cref="IAgentLink.Transport"/>.</param>
/// <param name="capacity">How many messages may wait.</param>
/// <param name="goodbye">Makes the door's goodbye.</param>
public sealed class AgentOutbox<T>(string transport, int capacity, Func<AgentFarewell, T> goodbye) : IAgentLink, IAsyncDisposable
{
    private readonly Channel<T> _waiting = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private Task _telling = Task.CompletedTask;
    private AgentFarewell? _farewell;
    private int _endings;

    /// <inheritdoc/>
    public string Transport { get; } = transport;

    /// <inheritdoc/>
    public double? RoundTripMs => MeasureRoundTrip();

    /// <summary>How the transport measures <see cref="RoundTripMs"/>.</summary>
    public Func<double?> MeasureRoundTrip { get; init; } = () => null;

    /// <summary>Makes the door's message of a push.</summary>
    public Func<Push, T>? PushMessage { get; init; }

    /// <summary>Fires once the stream is to be read no further.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>What the server says last; null if it has not ended the stream.</summary>
    public AgentFarewell? Farewell => Volatile.Read(ref _farewell);

    /// <summary>Takes <paramref name="message"/> to be written, as soon as there is room; false if the stream has ended.</summary>
    public async ValueTask<bool> SendAsync(T message, CancellationToken cancellation)
    {
        if (_waiting.Writer.TryWrite(message)) return true;
        while (await _waiting.Writer.WaitToWriteAsync(cancellation).ConfigureAwait(false))
        {
            if (_waiting.Writer.TryWrite(message)) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public bool TryPush(Push push) => PushMessage is not null && _waiting.Writer.TryWrite(PushMessage(push));

    /// <inheritdoc/>
    public void End(GoodbyeReason reason, string detail, int reconnectAfterMs = 0) => Close(new AgentFarewell(reason, detail, reconnectAfterMs));

    /// <summary>Takes no more messages, without a goodbye; what waits is still written. Does nothing to a stream that has ended.</summary>
    public void Close() => Close(null);

    /// <summary>Writes what was sent, in order, then the goodbye, and ends. To be called once.</summary>
    /// <param name="write">Writes a message; told whether another one waits already, so that the transport may gather.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task WriteAllAsync(Func<T, bool, CancellationToken, ValueTask> write, CancellationToken cancellation)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
            {
                while (_waiting.Reader.TryRead(out var message))
                    await write(message, _waiting.Reader.TryPeek(out _), cancellation).ConfigureAwait(false);
            }

            if (Farewell is { } farewell) await write(goodbye(farewell), false, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // A stream that cannot be written to is not worth reading.
            Close();
        }
    }

    /// <summary>Ends the stream, if it has not ended; when both loops have.</summary>
    public async ValueTask DisposeAsync()
    {
        // The token's source stays: whoever ended the stream may be on the way to it, and without a timer it holds nothing to give back.
        Close();
        await _telling.ConfigureAwait(false);
    }

    private void Close(AgentFarewell? farewell)
    {
        if (Interlocked.Exchange(ref _endings, 1) != 0) return;
        Volatile.Write(ref _farewell, farewell);
        _waiting.Writer.Complete();

        // Not here and now: whoever ends the stream may hold its agent's turn, and the session goes on from this token.
        _telling = _ended.CancelAsync();
    }
}

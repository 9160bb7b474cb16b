using Microsoft.AspNetCore.Connections;

namespace CleanLite.Api.Hosting;

/// <summary>Most connections of one listener at a time, within those of all; what is beyond is closed before a byte of it is read.</summary>
internal sealed class ConnectionCap(string listener, int max, ConnectionRoom room, ConnectionMetrics metrics)
{
    private int _open;

    /// <summary>How many there are.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Passes <paramref name="connection"/> on, if there is room for it.</summary>
    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!TryEnter())
        {
            metrics.Refused(listener);
            connection.Abort(new ConnectionAbortedException("There are as many connections as there may be."));
            return;
        }

        // A connection that is closed has no place any more, whatever becomes of its application: Kestrel's HTTP/2 does not always come to an end
        // where a peer floods it with streams that are reset.
        var place = new Place(this);
        using var closed = connection.ConnectionClosed.UnsafeRegister(static place => ((Place)place!).Leave(), place);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            place.Leave();
        }
    }

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= max && room.TryEnter()) return true;
        Interlocked.Decrement(ref _open);
        return false;
    }

    private void Leave()
    {
        Interlocked.Decrement(ref _open);
        room.Leave();
    }

    private sealed class Place(ConnectionCap cap)
    {
        private bool _isLeft;

        public void Leave()
        {
            if (!Interlocked.Exchange(ref _isLeft, true)) cap.Leave();
        }
    }
}

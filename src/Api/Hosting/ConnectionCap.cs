using Microsoft.AspNetCore.Connections;

namespace CleanLite.Api.Hosting;

/// <summary>Most connections of one listener at a time, within those of all; what is beyond is closed before a byte of it is read.</summary>
internal sealed class ConnectionCap(string listener, int max, ConnectionRoom room, ConnectionMetrics metrics)
{
    private int _open;

    /// <summary>Passes <paramref name="connection"/> on, if there is room for it.</summary>
    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!TryEnter())
        {
            metrics.Refused(listener);
            connection.Abort(new ConnectionAbortedException("There are as many connections as there may be."));
            return;
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            room.Leave();
        }
    }

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= max && room.TryEnter()) return true;
        Interlocked.Decrement(ref _open);
        return false;
    }
}

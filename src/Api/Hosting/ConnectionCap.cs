using Microsoft.AspNetCore.Connections;

namespace CleanLite.Api.Hosting;

/// <summary>Most connections of one listener at a time; those beyond are closed before a byte of them is read.</summary>
internal sealed class ConnectionCap(string listener, int max, ConnectionMetrics metrics)
{
    private int _open;

    /// <summary>Passes <paramref name="connection"/> on, if there is room for it.</summary>
    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _open) <= max)
            {
                await next(connection).ConfigureAwait(false);
                return;
            }

            metrics.Refused(listener);
            connection.Abort(new ConnectionAbortedException("There are as many connections as there may be."));
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}

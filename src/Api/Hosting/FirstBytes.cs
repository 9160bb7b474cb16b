using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace CleanLite.Api.Hosting;

/// <summary>
/// Ends connections that do not begin to speak: Kestrel would hold them for its keep-alive time, more than two minutes, in places that others
/// need. Where HTTP/1.1 is spoken any byte is a beginning, and Kestrel's time for headers runs from there. Where it is not, the preface of
/// HTTP/2 is, or a line, which Kestrel answers; what is neither text nor a preface ends at once.
/// </summary>
internal sealed class FirstBytes(string listener, bool http1, TimeSpan patience, ConnectionMetrics metrics, TimeProvider time)
{
    private const int PrefaceLength = 24;
    private const int LongestLine = 512;

    private enum Start
    {
        Awaited,
        Made,
        Wrong,
    }

    /// <summary>Passes <paramref name="connection"/> on once it has begun.</summary>
    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        // A server that stops waits for its connections: one that has nothing under way is not to hold it up.
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        var begins = await BeginsAsync(connection.Transport.Input, closing).ConfigureAwait(false);
        if (begins == true)
        {
            await next(connection).ConfigureAwait(false);
            return;
        }

        if (begins == false) metrics.Mute(listener);
        connection.Abort(new ConnectionAbortedException("It did not begin to speak."));
    }

    // Null if it broke or is to end.
    private async Task<bool?> BeginsAsync(PipeReader input, CancellationToken closing)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, closing);
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(either.Token).ConfigureAwait(false);
                var (start, seen) = (Judge(read.Buffer), read.Buffer);

                // Nothing is taken: what was looked at is for Kestrel.
                input.AdvanceTo(seen.Start, start == Start.Awaited ? seen.End : seen.Start);
                if (start != Start.Awaited || read.IsCompleted) return start == Start.Made;
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return closing.IsCancellationRequested ? null : false;
        }
        catch (Exception broken) when (broken is IOException or ConnectionAbortedException)
        {
            // A reset, or the stop of the server: nothing that Kestrel need log as an error.
            return null;
        }
    }

    private Start Judge(in ReadOnlySequence<byte> seen)
    {
        if (seen.IsEmpty || http1) return seen.IsEmpty ? Start.Awaited : Start.Made;

        Span<byte> bytes = stackalloc byte[LongestLine];
        bytes = bytes[..(int)Math.Min(seen.Length, LongestLine)];
        seen.Slice(0, bytes.Length).CopyTo(bytes);

        var line = bytes.IndexOf((byte)'\n');
        var isPreface = bytes.StartsWith("PRI * HTTP/2"u8);
        if (line >= 0 && (!isPreface || bytes.Length >= PrefaceLength)) return Start.Made;
        var text = line < 0 ? bytes : bytes[..line];
        return bytes.Length == LongestLine || text.TrimEnd((byte)'\r').ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Start.Wrong : Start.Awaited;
    }
}

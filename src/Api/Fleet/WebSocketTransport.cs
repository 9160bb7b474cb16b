using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using CleanLite.Api.Ingest;
using CleanLite.Application.Ingest;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Api.Fleet;

/// <summary>An agent's stream through the WebSocket door: one protobuf message per binary message, whatever its fragments.</summary>
/// <param name="socket">The connection, which stays its opener's.</param>
/// <param name="tcp">What lies beneath it, if that is known.</param>
/// <param name="address">Where the agent is, if that is known.</param>
/// <param name="decoder">Reads the messages.</param>
/// <param name="metrics">Counts them.</param>
/// <param name="limits">How large they may be, and how long one may take to leave.</param>
/// <param name="time">The clock.</param>
internal sealed class WebSocketTransport(
    WebSocket socket, Socket? tcp, IPAddress? address, BatchDecoder decoder, IngestMetrics metrics, WebSocketLimits limits, TimeProvider time) : IAgentTransport
{
    private const int LeastBuffer = 4 * 1024;

    // Cancelling a receive aborts a WebSocket, and the goodbye with it: a read that is given up stays here, for the next one to take over.
    private Task<InboundMessage?>? _receiving;
    private bool _isFirst = true;

    public string Name => "websocket";

    public IPAddress? Address => address;

    public double? MeasureRoundTrip() => tcp is null ? null : TcpRoundTrip.Of(tcp);

    public async ValueTask<InboundMessage?> ReadAsync(CancellationToken cancellation)
    {
        _receiving ??= ReceiveAsync();
        var message = await _receiving.WaitAsync(cancellation).ConfigureAwait(false);
        _receiving = null;
        return message;
    }

    public async ValueTask WriteAsync(ServerMessage message, bool more, CancellationToken cancellation)
    {
        var size = message.CalculateSize();
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            message.WriteTo(buffer.AsSpan(0, size));
            var sending = socket.SendAsync(buffer.AsMemory(0, size), WebSocketMessageType.Binary, endOfMessage: true, cancellation);
            if (sending.IsCompletedSuccessfully) await sending.ConfigureAwait(false);
            else await LeaveInTimeAsync(sending.AsTask()).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException)
        {
            throw new IOException("The WebSocket is lost.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Closes with <paramref name="code"/>, and gives the agent until <paramref name="patience"/> fires to answer with its own close.</summary>
    public async Task CloseAsync(int code, string reason, CancellationToken patience)
    {
        try
        {
            if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
            await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, patience).ConfigureAwait(false);
            if (_receiving is not null) (await _receiving.WaitAsync(patience).ConfigureAwait(false))?.Dispose();

            // What the agent had on its way before it saw the close is read and thrown away.
            var scratch = new byte[LeastBuffer];
            while (socket.State == WebSocketState.CloseSent) await socket.ReceiveAsync(scratch.AsMemory(), patience).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }

    // A peer that does not read is cut: what waits behind it would wait for ever.
    private async Task LeaveInTimeAsync(Task sending)
    {
        try
        {
            await sending.WaitAsync(limits.SendTimeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            socket.Abort();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new IOException("The agent does not read.");
        }
    }

    private async Task<InboundMessage?> ReceiveAsync()
    {
        byte[] buffer = [];
        try
        {
            // Until something comes, nothing is held for it.
            var part = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None).ConfigureAwait(false);
            var (max, length) = (_isFirst ? limits.MaxFirstBytes : limits.MaxBytes, 0);
            while (part.MessageType == WebSocketMessageType.Binary && !part.EndOfMessage)
            {
                if (length > max) return Malformed(WireFault.TooLarge, length);
                buffer = WithRoom(buffer, length, max);
                part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
                length += part.Count;
            }

            if (part.MessageType == WebSocketMessageType.Close) return null;
            if (part.MessageType == WebSocketMessageType.Text) return Malformed(WireFault.Text, length);
            if (length > max) return Malformed(WireFault.TooLarge, length);
            _isFirst = false;
            var message = decoder.ReadMessage(buffer.AsSpan(0, length));
            metrics.Received(length, isWhole: message.Fault == WireFault.None);
            return message;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            throw new IOException("The WebSocket is lost.", e);
        }
        finally
        {
            if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private InboundMessage Malformed(WireFault fault, int length)
    {
        metrics.Received(length, isWhole: false);
        return InboundMessage.Malformed(fault);
    }

    // Grown by what has come, to one byte more than is allowed: it tells a message that is too large.
    private static byte[] WithRoom(byte[] buffer, int length, int max)
    {
        if (length < buffer.Length) return buffer;
        var bigger = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(LeastBuffer, 2 * length), max + 1));
        buffer.AsSpan(0, length).CopyTo(bigger);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        return bigger;
    }
}

using System.Net;
using System.Net.Sockets;

namespace CleanLite.Faults.Peers;

/// <summary>A WebSocket that says nothing after its handshake and reads little or nothing.</summary>
internal sealed class IdleViewer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
    private readonly CancellationTokenSource _stop = new();

    private IdleViewer()
    {
    }

    /// <summary>Connects to <paramref name="door"/> and reads at most <paramref name="bytesPerSecond"/>.</summary>
    public static async Task<IdleViewer> ConnectAsync(IPEndPoint door, int bytesPerSecond)
    {
        var viewer = new IdleViewer();
        await viewer._socket.ConnectAsync(door);
        await viewer._socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(
            $"GET /live HTTP/1.1\r\nHost: {door}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        if (bytesPerSecond > 0) _ = viewer.ReadSlowlyAsync(bytesPerSecond);
        return viewer;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ReadSlowlyAsync(int bytesPerSecond)
    {
        var buffer = new byte[bytesPerSecond];
        try
        {
            while (await _socket.ReceiveAsync(buffer, _stop.Token) > 0) await Task.Delay(1000, _stop.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut by the server, or no longer needed.
        }
    }
}

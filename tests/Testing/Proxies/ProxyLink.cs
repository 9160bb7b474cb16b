using System.Net.Sockets;

namespace CleanLite.Testing.Proxies;

/// <summary>One connection through a proxy: two sockets and a pump each way.</summary>
internal sealed class ProxyLink
{
    private const int BufferBytes = 16 * 1024;

    private readonly TcpProxy _proxy;
    private readonly CancellationToken _stop;
    private readonly Socket _peer;
    private readonly Socket _target;
    private readonly Flow _both = new();
    private byte[]? _first;
    private volatile bool _closedTowardsTarget;
    private volatile bool _closedTowardsPeer;

    /// <summary>Takes both sockets over; <paramref name="target"/> is not connected yet.</summary>
    public ProxyLink(Socket peer, Socket target, TcpProxy proxy, CancellationToken stop)
    {
        (_peer, _target, _proxy, _stop) = (peer, target, proxy, stop);
        foreach (var socket in new[] { _peer, _target })
        {
            socket.NoDelay = true;
            if (proxy.SocketBytes > 0) (socket.SendBufferSize, socket.ReceiveBufferSize) = (proxy.SocketBytes, proxy.SocketBytes);
        }
    }

    /// <summary>Connects and pumps until both directions have ended.</summary>
    public async Task RunAsync()
    {
        try
        {
            if (_proxy.Target is not { } target)
            {
                Reset();
                return;
            }

            await _target.ConnectAsync(target, _stop);
            await Task.WhenAll(PumpAsync(_peer, _target, _proxy.Up, () => _closedTowardsTarget), PumpAsync(_target, _peer, _proxy.Down, () => _closedTowardsPeer));
            Cut();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side is gone: the other learns it the hard way.
            Reset();
        }
    }

    /// <summary>Resets it if the proxy refuses what begins as it did.</summary>
    public void Judge()
    {
        if (_first is null || !_proxy.Refuses(_first)) return;
        _proxy.CountRefused();
        Reset();
    }

    /// <summary>Half-open for good: nothing passes, nobody is told.</summary>
    public void Lose() => _both.Freeze();

    public void Reset()
    {
        foreach (var socket in new[] { _peer, _target })
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Never connected, or closed already.
            }

            socket.Dispose();
        }

        _both.Thaw();
    }

    public void Cut()
    {
        Shutdown(_peer, SocketShutdown.Both);
        Shutdown(_target, SocketShutdown.Both);
        _peer.Dispose();
        _target.Dispose();
        _both.Thaw();
    }

    /// <summary>Ends one direction; what still comes for it is thrown away.</summary>
    public void HalfClose(bool towardsTarget)
    {
        if (towardsTarget) _closedTowardsTarget = true;
        else _closedTowardsPeer = true;
        Shutdown(towardsTarget ? _target : _peer, SocketShutdown.Send);
    }

    private async Task PumpAsync(Socket from, Socket to, Flow flow, Func<bool> isClosed)
    {
        try
        {
            var buffer = new byte[BufferBytes];
            while (true)
            {
                await PassAsync(flow);
                var read = await from.ReceiveAsync(buffer, _stop);
                await PassAsync(flow);
                if (read == 0) break;
                if (flow.DelayMs is var delay and > 0) await Task.Delay(delay, _stop);
                await PassAsync(flow);
                if (from == _peer && _first is null)
                {
                    // Seen by whoever sets the judgement, or judged by it.
                    Interlocked.Exchange(ref _first, buffer[..read]);
                    Judge();
                }

                if (!isClosed()) await SendAsync(to, buffer.AsMemory(0, read), flow);
            }

            Shutdown(to, SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Reset();
        }
    }

    private async ValueTask PassAsync(Flow flow)
    {
        await flow.PassAsync(_stop);
        await _both.PassAsync(_stop);
    }

    private async ValueTask SendAsync(Socket to, ReadOnlyMemory<byte> bytes, Flow flow)
    {
        while (!bytes.IsEmpty)
        {
            var piece = flow.PieceBytes is var size and > 0 ? Math.Min(size, bytes.Length) : bytes.Length;
            await to.SendAsync(bytes[..piece], _stop);
            bytes = bytes[piece..];

            // Lets the other side read the piece before the next one comes.
            if (!bytes.IsEmpty) await Task.Yield();
            await PassAsync(flow);
        }
    }

    private static void Shutdown(Socket socket, SocketShutdown how)
    {
        try
        {
            socket.Shutdown(how);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }
    }
}

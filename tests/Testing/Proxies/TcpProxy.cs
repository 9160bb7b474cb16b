using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CleanLite.Testing.Proxies;

/// <summary>
/// A TCP proxy in user space that does to a connection what a network can do to it. It listens on a free port of the loopback; where it leads may change
/// while it runs, so that a server may come back on another port.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<ProxyLink, Task> _links = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private Func<byte[], bool> _refuses = _ => false;
    private int _refused;

    public TcpProxy()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        _accepting = AcceptAsync();
    }

    /// <summary>Where peers connect.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>Where it leads; null: whoever connects is reset.</summary>
    public IPEndPoint? Target { get; set; }

    /// <summary>From the peer to the target.</summary>
    public Flow Up { get; } = new();

    /// <summary>From the target to the peer.</summary>
    public Flow Down { get; } = new();

    /// <summary>Bytes that the kernel may hold for each socket; 0: as it likes. Few of them let a peer that does not read be felt soon.</summary>
    public int SocketBytes { get; init; }

    /// <summary>Tells by the first bytes of its peer which connection is reset; those that stand are judged anew when it is set.</summary>
    public Func<byte[], bool> Refuses
    {
        get => _refuses;
        set
        {
            Interlocked.Exchange(ref _refuses, value);
            Each(link => link.Judge());
        }
    }

    /// <summary>Connections that were refused so far.</summary>
    public int RefusedCount => _refused;

    /// <summary>Nothing passes in either direction, neither of the connections there are nor of those to come, until <see cref="Heal"/>.</summary>
    public void Freeze()
    {
        Up.Freeze();
        Down.Freeze();
    }

    /// <summary>Passes everything at once, as if nothing had ever been wrong. Connections that were lost stay lost.</summary>
    public void Heal()
    {
        Up.Heal();
        Down.Heal();
    }

    /// <summary>The connections there are go half-open: nothing of them passes any more, and neither side is told. New ones are not concerned.</summary>
    public void Lose() => Each(link => link.Lose());

    /// <summary>Both sides of each connection get a reset.</summary>
    public void Reset() => Each(link => link.Reset());

    /// <summary>Both sides of each connection get an orderly end.</summary>
    public void Cut() => Each(link => link.Cut());

    /// <summary>One side is told that the other has nothing more to send.</summary>
    public void HalfClose(bool towardsTarget) => Each(link => link.HalfClose(towardsTarget));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Reset();
        await Task.WhenAll(_links.Values);
        _stop.Dispose();
    }

    internal void CountRefused() => Interlocked.Increment(ref _refused);

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var peer = await _listener.AcceptAsync(_stop.Token);
                var link = new ProxyLink(peer, new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), this, _stop.Token);
                _links[link] = Task.CompletedTask;
                _links[link] = RunAsync(link);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Stopped, or the peer was gone before it was accepted.
            }
        }
    }

    private async Task RunAsync(ProxyLink link)
    {
        await Task.Yield();
        await link.RunAsync();
        _links.TryRemove(link, out _);
    }

    private void Each(Action<ProxyLink> act)
    {
        foreach (var link in _links.Keys) act(link);
    }
}

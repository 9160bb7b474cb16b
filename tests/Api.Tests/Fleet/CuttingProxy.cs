using System.Net;
using System.Net.Sockets;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>A proxy on the way to one port of the server that passes bytes on, until it is told to cut what <see cref="Cuts"/> recognises.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _target;
    private readonly Lock _sync = new();
    private readonly List<(Socket Client, byte[] First)> _passing = [];
    private readonly Task _running;
    private Func<ReadOnlyMemory<byte>, bool> _cuts = _ => false;

    public CuttingProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _running = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>How many connections were cut.</summary>
    public int Cut { get; private set; }

    /// <summary>Tells a connection that is to be reset by the first bytes of its client; those that stand are judged anew when it is set.</summary>
    public Func<ReadOnlyMemory<byte>, bool> Cuts
    {
        set
        {
            lock (_sync)
            {
                _cuts = value;
                foreach (var (client, _) in _passing.Where(p => value(p.First))) Reset(client);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true) passing.Add(PassAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var buffer = new byte[16 * 1024];
            var first = buffer.AsMemory(0, await client.ReceiveAsync(buffer, _stop.Token)).ToArray();
            lock (_sync)
            {
                if (_cuts(first))
                {
                    Reset(client);
                    return;
                }

                _passing.Add((client, first));
            }

            await server.ConnectAsync(_target.Host, _target.Port, _stop.Token);
            await server.SendAsync(first, _stop.Token);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side has gone.
        }
        finally
        {
            lock (_sync) _passing.RemoveAll(p => p.Client == client);
            client.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (await from.ReceiveAsync(buffer, _stop.Token) is var count and > 0) await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Either side has gone; the other is closed with it.
        }
    }

    private void Reset(Socket client)
    {
        Cut++;
        client.LingerState = new LingerOption(true, 0);
        client.Dispose();
    }
}

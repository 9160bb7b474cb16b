using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CleanLite.Testing.Proxies;

namespace CleanLite.Faults.Tests;

public sealed class TcpProxyTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TcpProxy _proxy = new();
    private readonly TcpClient _client = new();
    private TcpClient _server = null!;

    public async Task InitializeAsync()
    {
        _listener.Start();
        _proxy.Target = (IPEndPoint)_listener.LocalEndpoint;
        await _client.ConnectAsync(_proxy.Address);
        _server = await _listener.AcceptTcpClientAsync();
    }

    public async Task DisposeAsync() => await _proxy.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task Bytes_PassBothWaysUnchanged()
    {
        var bytes = new byte[200_000];
        new Random(1).NextBytes(bytes);
        await Task.WhenAll(SendAsync(_client, bytes), ShouldReceiveAsync(_server, bytes), SendAsync(_server, bytes), ShouldReceiveAsync(_client, bytes));
    }

    [Fact]
    public async Task Bytes_InPieces_ArriveWholeAndInOrder()
    {
        _proxy.Up.PieceBytes = 3;
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        await SendAsync(_client, bytes);
        await ShouldReceiveAsync(_server, bytes);
    }

    [Fact]
    public async Task Bytes_Delayed_ArriveLaterAndOneWayOnly()
    {
        _proxy.Down.DelayMs = 200;
        var watch = Stopwatch.StartNew();
        await SendAsync(_server, [1]);
        await ShouldReceiveAsync(_client, [1]);
        watch.ElapsedMilliseconds.ShouldBeGreaterThanOrEqualTo(190);
    }

    [Fact]
    public async Task Frozen_NothingPasses_UntilHealed()
    {
        _proxy.Freeze();
        await SendAsync(_client, [1, 2]);
        await ShouldStayQuietAsync(_server);
        _proxy.Heal();
        await ShouldReceiveAsync(_server, [1, 2]);
    }

    [Fact]
    public async Task Frozen_OneWay_LeavesTheOther()
    {
        _proxy.Up.Freeze();
        await SendAsync(_server, [7]);
        await ShouldReceiveAsync(_client, [7]);
        await SendAsync(_client, [1]);
        await ShouldStayQuietAsync(_server);
    }

    [Fact]
    public async Task Lost_IsSilentForEver_AndNewConnectionsAreNot()
    {
        _proxy.Lose();
        await SendAsync(_client, [1]);
        await ShouldStayQuietAsync(_server);
        _proxy.Heal();
        await ShouldStayQuietAsync(_server);
        using var other = new TcpClient();
        await other.ConnectAsync(_proxy.Address);
        using var accepted = await _listener.AcceptTcpClientAsync();
        await SendAsync(other, [5]);
        await ShouldReceiveAsync(accepted, [5]);
    }

    [Fact]
    public async Task Reset_IsFeltAsResetOnBothSides()
    {
        await SendAsync(_client, [1]);
        await ShouldReceiveAsync(_server, [1]);
        _proxy.Reset();
        foreach (var side in new[] { _client, _server })
            (await ReadAsync(side).ShouldThrowAsync<IOException>()).InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
    }

    [Fact]
    public async Task Cut_IsFeltAsAnOrderlyEndOnBothSides()
    {
        _proxy.Cut();
        (await ReadAsync(_client)).ShouldBe(0);
        (await ReadAsync(_server)).ShouldBe(0);
    }

    [Fact]
    public async Task HalfClose_EndsOneDirectionOnly()
    {
        _proxy.HalfClose(towardsTarget: true);
        (await ReadAsync(_server)).ShouldBe(0);
        await SendAsync(_server, [9]);
        await ShouldReceiveAsync(_client, [9]);
    }

    [Fact]
    public async Task End_OfOneSide_ReachesTheOther()
    {
        _client.Client.Shutdown(SocketShutdown.Send);
        (await ReadAsync(_server)).ShouldBe(0);
        await SendAsync(_server, [3]);
        await ShouldReceiveAsync(_client, [3]);
    }

    [Fact]
    public async Task Reset_OfOneSide_ReachesTheOther()
    {
        // The socket itself: a TcpClient would say goodbye first.
        _server.Client.LingerState = new LingerOption(true, 0);
        _server.Client.Dispose();
        await ReadAsync(_client).ShouldThrowAsync<IOException>();
    }

    [Fact]
    public async Task Refused_ByItsFirstBytes_IsResetWhetherItStandsOrComes()
    {
        await SendAsync(_client, [1, 2]);
        await ShouldReceiveAsync(_server, [1, 2]);
        using var other = new TcpClient();
        await other.ConnectAsync(_proxy.Address);
        using var accepted = await _listener.AcceptTcpClientAsync();

        _proxy.Refuses = first => first[0] == 1;
        await ReadAsync(_client).ShouldThrowAsync<IOException>();
        await SendAsync(other, [5]);
        await ShouldReceiveAsync(accepted, [5]);
        using var again = new TcpClient();
        await again.ConnectAsync(_proxy.Address);
        await SendAsync(again, [1]);
        await ReadAsync(again).ShouldThrowAsync<IOException>();
        _proxy.RefusedCount.ShouldBe(2);
    }

    [Fact]
    public async Task WithoutATarget_WhoeverConnectsIsReset()
    {
        _proxy.Target = null;
        using var other = new TcpClient();

        // The reset may be there before the connect has returned.
        var felt = await Record.ExceptionAsync(async () =>
        {
            await other.ConnectAsync(_proxy.Address);
            await ReadAsync(other);
        });
        (felt as SocketException ?? felt?.InnerException).ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
    }

    private static async Task SendAsync(TcpClient side, byte[] bytes) => await side.GetStream().WriteAsync(bytes);

    private static async Task<int> ReadAsync(TcpClient side) => await side.GetStream().ReadAsync(new byte[16]).AsTask().WaitAsync(Long);

    private static async Task ShouldReceiveAsync(TcpClient side, byte[] bytes)
    {
        var received = new byte[bytes.Length];
        for (var length = 0; length < bytes.Length;)
        {
            var read = await side.Client.ReceiveAsync(received.AsMemory(length)).AsTask().WaitAsync(Long);
            read.ShouldBeGreaterThan(0);
            length += read;
        }

        received.ShouldBe(bytes);
    }

    private static async Task ShouldStayQuietAsync(TcpClient side)
    {
        await Task.Delay(Short);
        side.Available.ShouldBe(0);
    }
}

using System.Net.WebSockets;
using System.Text.Json;
using CleanLite.Abuse.Servers;

namespace CleanLite.Abuse.Runs;

/// <summary>A viewer of one agent whose values count 1, 2, 3, ...: nothing may be missing, merged or out of order.</summary>
internal sealed class NeighbourViewer : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _sync = new();
    private readonly List<long> _delays = [];
    private Task _reading = Task.CompletedTask;
    private long _last;

    private NeighbourViewer()
    {
    }

    /// <summary>The value shown last.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>What went wrong first; null: nothing.</summary>
    public string? Fault { get; private set; }

    public static async Task<NeighbourViewer> StartAsync(AbuseServer server, string agent)
    {
        var viewer = new NeighbourViewer();
        viewer._socket.Options.SetRequestHeader("Authorization", $"Bearer {AbuseServer.ViewerToken}");
        await viewer._socket.ConnectAsync(new Uri($"ws://{server.Http.Authority}/live?agent={agent}"), CancellationToken.None);
        viewer._reading = viewer.ReadAsync();
        return viewer;
    }

    /// <summary>Points seen so far.</summary>
    public int Seen
    {
        get
        {
            lock (_sync) return _delays.Count;
        }
    }

    /// <summary>How long each point took from the agent's clock to here, in milliseconds, from that of number <paramref name="first"/> on.</summary>
    public IReadOnlyList<long> DelaysFrom(int first)
    {
        lock (_sync) return _delays[first..];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            var buffer = new byte[256 * 1024];
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    Fault ??= $"closed with {_socket.CloseStatus}";
                    return;
                }

                if (!read.EndOfMessage) throw new InvalidDataException("a message is longer than expected");
                using var message = JsonDocument.Parse(buffer.AsMemory(0, read.Count));
                Take(message.RootElement);
            }
        }
        catch (Exception e) when (e is WebSocketException or InvalidDataException or OperationCanceledException)
        {
            if (!_stop.IsCancellationRequested) Fault ??= e.Message;
        }
    }

    private void Take(JsonElement message)
    {
        var type = message.GetProperty("type").GetString();
        if (type == "merged") Fault ??= "points were merged";
        if (type is not ("metrics" or "snapshot")) return;
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (var point in message.GetProperty("points").EnumerateArray())
        {
            var value = (long)point.GetProperty("value").GetDouble();
            if (value != _last + 1) Fault ??= $"{value} came after {_last}";
            Interlocked.Exchange(ref _last, value);
            lock (_sync) _delays.Add(now - point.GetProperty("timestamp").GetInt64());
        }
    }
}

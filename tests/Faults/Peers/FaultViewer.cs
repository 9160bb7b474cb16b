using System.Net.WebSockets;
using System.Text.Json;
using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Peers;

/// <summary>
/// A viewer of points as docs/live.md describes one: it resumes with <c>since</c>, notices a silent link, and comes back. It writes down every message before it
/// acts on it.
/// </summary>
internal sealed class FaultViewer(FaultViewerPlan plan, IHistory history)
{
    private const int Broken = 1006;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly Random _random = new(plan.Seed);

    // Whoever is never disturbed has no reason to give up; on a busy machine a second passes in silence.
    private readonly TimeSpan _leastPatience = TimeSpan.FromSeconds(plan.CurrentEpoch is null ? 1 : 10);
    private TimeSpan _patience = TimeSpan.FromSeconds(plan.CurrentEpoch is null ? 2 : 10);
    private string _epoch = "";
    private long? _position;
    private string? _since;
    private bool _isConnected;

    public string Name => plan.Name;

    /// <summary>The code that its last connection ended with; 0: it never had one that ended.</summary>
    public int LastCode { get; private set; }

    /// <summary>Where it may resume, as <c>epoch:offset</c>; null as long as it may not.</summary>
    public string? Position => _position is { } offset ? $"{_epoch}:{offset}" : null;

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var (code, reason) = await WatchOnceAsync(cancellationToken);
            history.Add(new Closed(plan.Name, code, reason));
            if (_isConnected) LastCode = code;
            await Task.Delay(LongestPause * _random.NextDouble(), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(int Code, string Reason)> WatchOnceAsync(CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        _isConnected = false;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(_patience);
            _since = await SinceAsync(patience.Token);
            var server = plan.Server();
            await socket.ConnectAsync(new Uri($"ws://{server.Authority}/live?{Query()}"), patience.Token);
            _isConnected = true;
            await ReadAsync(socket, patience);
            var code = (int)(socket.CloseStatus ?? (WebSocketCloseStatus)Broken);
            if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            return (code, socket.CloseStatusDescription ?? "");
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or HttpRequestException or IOException or InvalidOperationException)
        {
            return (Broken, e.Message);
        }
    }

    private string Query() => string.Join('&', new[] { _since is null ? null : $"since={_since}", plan.Agent is null ? null : $"agent={plan.Agent}" }.Where(p => p is not null));

    /// <summary>Where to resume. The all-seeing viewer asks for an epoch from its first point on, which the server still holds.</summary>
    private async Task<string?> SinceAsync(CancellationToken cancellationToken)
    {
        if (plan.CurrentEpoch is null) return Position;
        var epoch = await plan.CurrentEpoch(cancellationToken);
        return epoch == _epoch && Position is { } position ? position : $"{epoch}:0";
    }

    private async Task ReadAsync(ClientWebSocket socket, CancellationTokenSource patience)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            patience.CancelAfter(_patience);
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            if (read.MessageType == WebSocketMessageType.Close) return;
            length += read.Count;
            if (!read.EndOfMessage)
            {
                if (length == buffer.Length) Array.Resize(ref buffer, length * 2);
                continue;
            }

            using var message = JsonDocument.Parse(buffer.AsMemory(0, length));
            Take(message.RootElement);
            length = 0;
        }
    }

    private void Take(JsonElement message)
    {
        switch (message.GetProperty("type").GetString())
        {
            case "welcome":
                var silence = TimeSpan.FromMilliseconds(message.GetProperty("heartbeatMs").GetInt32() * 2);
                _patience = silence > _leastPatience ? silence : _leastPatience;
                break;
            case "subscribed":
                var (epoch, recovered) = (message.GetProperty("epoch").GetString()!, message.GetProperty("recovered").GetBoolean());
                history.Add(new Subscribed(plan.Name, epoch, Long(message, "offset"), recovered, _since, plan.Agent));
                _position = recovered ? long.Parse(_since!.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) : null;
                _epoch = epoch;
                break;
            case "snapshot":
                var last = message.GetProperty("last").GetBoolean();
                history.Add(new Snapshot(plan.Name, Long(message, "offset"), last, PointsOf(message)));
                if (last) _position = Long(message, "offset");
                break;
            case "metrics":
                history.Add(new Frame(plan.Name, Long(message, "offset"), PointsOf(message)));
                _position = Long(message, "offset");
                break;
            case "merged":
                history.Add(new Merged(plan.Name, Long(message, "points"), Long(message, "fromOffset"), Long(message, "toOffset")));
                break;
            case "heartbeat" when message.TryGetProperty("offsets", out var offsets) && offsets.TryGetProperty("metrics", out var offset):
                history.Add(new Standing(plan.Name, offset.GetInt64()));
                _position = offset.GetInt64();
                break;
        }
    }

    private static long Long(JsonElement message, string name) => message.GetProperty(name).GetInt64();

    private static List<Sample> PointsOf(JsonElement message) => PointReader.Read(message.GetProperty("points"));
}

using System.Diagnostics;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Viewers;

/// <summary>Many viewers.</summary>
internal sealed class Audience : IDisposable
{
    private readonly AudiencePlan _plan;
    private readonly Uri _server;
    private readonly Viewer[] _viewers;
    private readonly ViewerLoop[] _loops;

    private Audience(Uri server, AudiencePlan plan)
    {
        (_server, _plan, _viewers) = (server, plan, new Viewer[plan.Viewers]);
        _loops = [.. Enumerable.Range(0, plan.Loops).Select(_ => new ViewerLoop())];
    }

    public IReadOnlyList<Viewer> Viewers => _viewers;

    /// <summary>Points that all viewers have seen, together.</summary>
    public long Points => _viewers.Sum(v => v.Sink.Points);

    public long Bytes => _viewers.Sum(v => v.Bytes);

    /// <summary>The sinks, where they are those of <c>/live</c>.</summary>
    public IEnumerable<LiveSink> Sinks => _viewers.Select(v => v.Sink).OfType<LiveSink>();

    /// <summary>How long it took until every viewer was upgraded.</summary>
    public TimeSpan ConnectTime { get; private set; }

    /// <summary>Viewers whose connection has ended, and why the first one did.</summary>
    public (int Count, string? First) Ended => (
        _viewers.Count(v => v.Ended is not null),
        _loops.Select(l => l.Fault?.Message).FirstOrDefault(f => f is not null) ?? Array.Find(_viewers, v => v.Ended is not null)?.Ended);

    public static async Task<Audience> ConnectAsync(Uri server, AudiencePlan plan)
    {
        var audience = new Audience(server, plan);
        var watch = Stopwatch.StartNew();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = plan.ConnectsAtOnce };
        await Parallel.ForAsync(0, plan.Viewers, limit, async (i, cancellation) =>
        {
            await audience.ConnectAsync(i, plan.PathOf(i), plan.SinkOf(i), cancellation);
            Progress.Tell($"connecting viewers: {i}/{plan.Viewers}");
        });
        audience.ConnectTime = watch.Elapsed;
        return audience;
    }

    /// <summary>Puts a new connection in the place of a viewer's old one, which is closed if it still lives.</summary>
    public async Task ReplaceAsync(int index, string path, IMessageSink sink, CancellationToken cancellation)
    {
        var old = _viewers[index];
        await ConnectAsync(index, path, sink, cancellation);
        LoopOf(index).Retire(old);
    }

    /// <summary>Waits until every viewer has seen <paramref name="points"/> points, merged ones included; false if that takes longer than <paramref name="seconds"/>.</summary>
    public async Task<bool> WaitForAsync(long points, double seconds = 30)
    {
        var watch = Stopwatch.StartNew();
        while (Sinks.Any(s => s.Points + s.Merged < points))
        {
            if (watch.Elapsed.TotalSeconds > seconds) return false;
            await Task.Delay(20);
        }

        return true;
    }

    public void Dispose()
    {
        foreach (var loop in _loops) loop.Dispose();
        foreach (var viewer in _viewers) viewer?.Dispose();
    }

    private ViewerLoop LoopOf(int index) => _loops[index % _loops.Length];

    private async Task ConnectAsync(int index, string path, IMessageSink sink, CancellationToken cancellation)
    {
        var (socket, early) = await Handshake.OpenAsync(_server, path, _plan.Subprotocol, cancellation);
        if (_plan.Greeting.Length > 0) await socket.SendAsync(_plan.Greeting, System.Net.Sockets.SocketFlags.None, cancellation);
        var viewer = new Viewer(socket, sink, _plan.PaceOf(index));
        if (early.Length > 0) viewer.TakeEarly(early);
        _viewers[index] = viewer;
        LoopOf(index).Add(viewer);
    }
}

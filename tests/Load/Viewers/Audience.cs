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

    /// <summary>The sinks of those that read what comes, where they are those of <c>/live</c>.</summary>
    public IEnumerable<LiveSink> Sinks => Eager.Select(v => v.Sink).OfType<LiveSink>();

    /// <summary>How long it took until every viewer was upgraded.</summary>
    public TimeSpan ConnectTime { get; private set; }

    /// <summary>Viewers that read what comes and whose connection has ended all the same, and why the first one did.</summary>
    public (int Count, string? First) Ended => (
        Eager.Count(v => v.Ended is not null) + _loops.Count(l => l.Fault is not null),
        _loops.Select(l => l.Fault?.Message).FirstOrDefault(f => f is not null) ?? Eager.FirstOrDefault(v => v.Ended is not null)?.Ended);

    /// <summary>What should not have happened to those that read what comes; empty if nothing did.</summary>
    public string Faults
    {
        get
        {
            var (ended, verifiers) = (Ended, Sinks.Select(s => s.Verifier).OfType<SeriesVerifier>().ToList());
            var (disordered, malformed) = (verifiers.Sum(v => v.OutOfOrder), verifiers.Sum(v => v.Malformed));
            return string.Join(", ", new[]
            {
                ended.Count > 0 ? $"{ended.Count} viewers ended: {ended.First}" : null,
                disordered > 0 ? $"{disordered} points doubled or out of order" : null,
                malformed > 0 ? $"{malformed} messages malformed: {verifiers.Find(v => v.Malformed > 0)?.FirstMalformed}" : null,
            }.OfType<string>());
        }
    }

    // The pace that was planned: one that is hurried in the end is still none of them.
    private IEnumerable<Viewer> Eager => _viewers.Where((_, i) => _plan.PaceOf(i).IsEager);

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

    /// <summary>
    /// Lets the slow ones read what there is for them, and tells how many ended and how. A server that cannot write to a viewer cannot tell it a code either.
    /// </summary>
    public async Task<string> EndsOfSlowAsync()
    {
        var slow = _viewers.Where((_, i) => !_plan.PaceOf(i).IsEager).ToList();
        for (var i = 0; i < _viewers.Length; i++)
        {
            if (!_plan.PaceOf(i).IsEager) LoopOf(i).Hurry(_viewers[i]);
        }

        if (slow.Count > 0) await Task.Delay(1_000);
        return string.Join(", ", slow.GroupBy(v => v.Ended ?? "still there").Select(g => $"{g.Count()} {g.Key}"));
    }

    /// <summary>Points of <paramref name="points"/> that those that read what comes did not get without having been told so, and those that they got twice, all together.</summary>
    public (long Lost, long Doubled) Compare(long points) => (
        Sinks.Sum(s => Math.Max(0, points - s.Points - s.Merged) + (s.Verifier?.Missing ?? 0)),
        Sinks.Sum(s => Math.Max(0, s.Points + s.Merged - points)));

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

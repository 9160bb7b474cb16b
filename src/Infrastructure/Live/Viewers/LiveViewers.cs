using System.Collections.Concurrent;
using System.Globalization;
using CleanLite.Application.Live;
using CleanLite.Infrastructure.Live.Messages;
using CleanLite.Infrastructure.Live.WebSockets;
using CleanLite.Infrastructure.Security;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>All viewers: lets them in up to the limits, keeps their deadlines with one timer, and sees them off.</summary>
internal sealed class LiveViewers : ILiveViewers, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly ViewerContext _context;
    private readonly AddressLimit _addresses;
    private readonly ConcurrentDictionary<string, Viewer> _viewers = new();
    private readonly ITimer _clock;
    private long _connections;
    private int _count;
    private int _checking;
    private volatile LiveEnding? _leaving;

    public LiveViewers(ViewerContext context)
    {
        _context = context;
        _addresses = new AddressLimit(context.Options.MaxViewersPerAddress);
        context.Metrics.Observe(() => _viewers.Values.Select(v => v.Lag).DefaultIfEmpty().Max());
        _clock = context.Time.CreateTimer(_ => CheckAll(), null, Tick, Tick);
    }

    public int Count => Volatile.Read(ref _count);

    public async Task<LiveOutcome> ServeAsync(Stream stream, LiveRequest request, CancellationToken cancellation)
    {
        var refusal = TryEnter(request);
        if (refusal is not null) return await RefuseAsync(stream, request, refusal, cancellation).ConfigureAwait(false);
        try
        {
            return await ServeOneAsync(stream, request, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
            _addresses.Leave(request.Address);
        }
    }

    public void CountRefusal(LiveEnding ending) => _context.Metrics.Refused(ending);

    /// <summary>Tells every viewer that the server leaves, and when to come back: each at another moment, so that they do not come at once.</summary>
    public void SayGoodbye(LiveEnding ending)
    {
        _leaving = ending;
        foreach (var viewer in _viewers.Values) viewer.End(ending, ReconnectAfterMs());
    }

    /// <summary>Breaks off whatever is still connected.</summary>
    public void CutAll()
    {
        foreach (var viewer in _viewers.Values) viewer.Cut();
    }

    public void Dispose() => _clock.Dispose();

    private async Task<LiveOutcome> ServeOneAsync(Stream stream, LiveRequest request, CancellationToken cancellation)
    {
        var connection = string.Create(CultureInfo.InvariantCulture, $"c-{Interlocked.Increment(ref _connections)}");
        using var viewer = new Viewer(stream, connection, request.Encoding, _context);
        _viewers[connection] = viewer;
        _context.Metrics.Connected();
        _context.Log.Came(connection, NameOf(request));

        // Either the farewell saw the new viewer in the list, or the viewer sees the farewell here.
        if (_leaving is { } leaving) viewer.End(leaving, ReconnectAfterMs());
        using var expiry = request.Expired.Register(() => viewer.End(LiveEnding.Expired));
        var ending = LiveEnding.InternalError;
        try
        {
            var outcome = await viewer.RunAsync(request.Subscriptions, cancellation).ConfigureAwait(false);
            ending = outcome.Ending;
            return outcome;
        }
        finally
        {
            _viewers.TryRemove(connection, out _);
            _context.Metrics.Disconnected(ending);
            _context.Log.Ended(connection, ending);
            if (ending == LiveEnding.TooSlow) _context.Events.LimitHit("Live:StalledMs", "A viewer that took nothing was closed.", connection);
        }
    }

    private LiveEnding? TryEnter(LiveRequest request)
    {
        if (_leaving is { } leaving) return leaving;
        if (!_addresses.TryEnter(request.Address)) return LiveEnding.ClientLimit;
        if (Interlocked.Increment(ref _count) <= _context.Options.MaxViewers) return null;
        Interlocked.Decrement(ref _count);
        _addresses.Leave(request.Address);
        return LiveEnding.TryLater;
    }

    /// <summary>The reason goes out as close code, after the upgrade: a browser shows no page the status of a refused one.</summary>
    private async Task<LiveOutcome> RefuseAsync(Stream stream, LiveRequest request, LiveEnding ending, CancellationToken cancellation)
    {
        _context.Metrics.Refused(ending);
        _context.Log.Refused(NameOf(request), ending);
        using var buffer = new FrameBuffer();
        ServerMessages.Of(request.Encoding).Bye(buffer, ending, ReconnectAfterMs());
        ServerMessages.Close(buffer, ending);
        try
        {
            await stream.WriteAsync(buffer.Frames, cancellation).ConfigureAwait(false);
            return new LiveOutcome(ending, true);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return new LiveOutcome(ending, false);
        }
    }

    private void CheckAll()
    {
        // A timer does not wait for its own last call.
        if (Interlocked.Exchange(ref _checking, 1) == 1) return;
        foreach (var viewer in _viewers.Values) viewer.Check();
        Volatile.Write(ref _checking, 0);
    }

    private int ReconnectAfterMs() => Random.Shared.Next(_context.Options.ReconnectSpreadMs + 1);

    private static string NameOf(LiveRequest request) => request.Address?.ToString() ?? "unknown";
}

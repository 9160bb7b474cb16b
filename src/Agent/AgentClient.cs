using CleanLite.Agent.Session;
using CleanLite.V1;

namespace CleanLite.Agent;

/// <summary>
/// Reports metrics, events and model calls to a CleanLite server over one lasting stream. It connects by itself, buffers while it
/// cannot, sends again what was not acknowledged, and never makes the caller wait. Thread-safe.
/// </summary>
public sealed class AgentClient : IAsyncDisposable
{
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AbortMargin = TimeSpan.FromSeconds(1.5);

    private readonly AgentSession _session;
    private readonly TransportLadder _ladder;
    private readonly Backoff _backoff;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort;
    private readonly Task _running;

    private volatile bool _connected;
    private volatile string? _lastError;
    private TimeSpan _lasted; // the last link, from its Welcome on
    private int _links;
    private int _disposed;

    /// <summary>Starts to connect at once.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names the value and what is allowed.</exception>
    public AgentClient(AgentOptions options)
        : this(options, TransportsOf(options))
    {
    }

    internal AgentClient(AgentOptions options, params IReadOnlyList<IAgentTransport> transports)
    {
        options.ThrowIfInvalid();
        _session = new AgentSession(options);
        _ladder = new TransportLadder(transports, options);
        _backoff = new Backoff(options.MinBackoff, options.MaxBackoff, options.Jitter);
        _abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.TimeProvider);
        _running = Task.Run(RunAsync);
    }

    /// <summary>The options it runs with.</summary>
    public AgentOptions Options => _session.Options;

    /// <summary>State and counters at this instant.</summary>
    public AgentStatus Status
    {
        get
        {
            var points = _session.Buffer.Counts;
            return new()
            {
                Connected = _connected,
                Transport = _ladder.Current.Name,
                Reconnects = Math.Max(0, Volatile.Read(ref _links) - 1),
                LastError = _lastError,
                RoundTrip = _session.RoundTrip,
                PointsProduced = points.Produced,
                PointsAcknowledged = points.Acknowledged,
                PointsShed = points.Shed,
                PointsBuffered = points.Buffered,
                PointsRejected = _session.Refusals.RejectedPoints,
                MessagesDropped = _session.Outbox.Dropped,
            };
        }
    }

    /// <summary>
    /// Takes points for sending: numbered as one batch, or as several where the server's limits ask for it. Points of one series
    /// travel together when they follow one another. Never blocks and never throws because the server is slow or absent.
    /// </summary>
    /// <returns>False if the buffer was full and points were shed for it, the oldest first, or if the client has been disposed.</returns>
    public bool TryReport(ReadOnlySpan<MetricPoint> points)
    {
        if (_stopping.IsCancellationRequested)
            return false;
        var keptAll = _session.Buffer.Append(points);
        _session.Work.Set();
        return keptAll;
    }

    /// <summary>Sends an event once, as soon as a link stands. Lost if the queue overflows or the link breaks; that is counted.</summary>
    public void SendEvent(AgentEvent agentEvent) => Send(new AgentMessage { Event = agentEvent });

    /// <summary>Sends a model call once, under the same conditions as <see cref="SendEvent"/>.</summary>
    public void SendModelCall(ModelCall modelCall) => Send(new AgentMessage { ModelCall = modelCall });

    /// <summary>Answers a sample request, under the same conditions as <see cref="SendEvent"/>.</summary>
    public void SendSampleResult(SampleResult result) => Send(new AgentMessage { SampleResult = result });

    /// <summary>
    /// Sends what is buffered as far as <see cref="AgentOptions.ShutdownTimeout"/> allows, says Goodbye and ends the link.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _stopping.CancelAsync();
            var worthAttempting = _connected || _session.Buffer.Counts.Buffered > 0;
            if (worthAttempting)
                _abort.CancelAfter(Options.ShutdownTimeout + AbortMargin);
            else
                await _abort.CancelAsync();
        }

        await _running;
    }

    private static IReadOnlyList<IAgentTransport> TransportsOf(AgentOptions options) => options.HttpEndpoint is { } http
        ? [new GrpcTransport(options), new WebSocketTransport(options, http), new HttpTransport(options, http)]
        : [new GrpcTransport(options)];

    private void Send(AgentMessage message)
    {
        _session.Outbox.Add(message);
        _session.Work.Set();
    }

    private async Task RunAsync()
    {
        // At least one attempt, even if the owner reports, leaves and is gone in a moment.
        do
        {
            var address = _ladder.Current.Address;
            var end = await LinkOnceAsync();
            var atOnce = _ladder.Ended(isShort: _lasted < StableAfter && !end.IsFarewell);
            if (!atOnce && !_stopping.IsCancellationRequested)
                await PauseAsync(end, address);
        }
        while (!_stopping.IsCancellationRequested);

        var counts = _session.Buffer.Counts;
        Options.Logger.Left(Options.Server, counts.Acknowledged, counts.Shed, counts.Buffered);
    }

    private async Task<LinkEnd> LinkOnceAsync()
    {
        _lasted = TimeSpan.Zero;
        try
        {
            await using var connection = await DialAsync();
            using var link = new AgentLink(connection, _session, _abort.Token);
            return await link.ShakeHandsAsync(_ladder.ConnectTimeout) ?? await ExchangeAsync(link, connection.HasSession);
        }
        catch (TransportException exception)
        {
            return LinkEnd.Broken(exception);
        }
        catch (OperationCanceledException)
        {
            return LinkEnd.NoWelcome(_ladder.ConnectTimeout);
        }
    }

    private async ValueTask<IAgentConnection> DialAsync()
    {
        using var deadline = new Deadline(_session.Time, _abort.Token);
        deadline.Arm(_ladder.ConnectTimeout);
        return await _ladder.Current.ConnectAsync(deadline.Token);
    }

    private async Task<LinkEnd> ExchangeAsync(AgentLink link, bool hasSession)
    {
        var since = _session.Time.GetTimestamp();
        var transport = _ladder.Current;
        Options.Logger.Connected(transport.Address, transport.Name, Options.AgentId);
        if (!hasSession)
            Options.Logger.BatchesOnly(transport.Name);
        Interlocked.Increment(ref _links);
        _connected = true;
        try
        {
            await using var trial = _session.Time.CreateTimer(
                _ => link.MakeWay(), null, _ladder.UntilTrial ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            await using var leaving = _stopping.Token.Register(link.Leave);
            return await link.ExchangeAsync();
        }
        finally
        {
            _connected = false;
            _lasted = _session.Time.GetElapsedTime(since);
            if (_lasted >= StableAfter)
                _backoff.Reset();
        }
    }

    private async Task PauseAsync(LinkEnd end, Uri address)
    {
        var earliest = end.NeedsOperator ? Options.MaxBackoff : end.NotBefore;
        var wait = earliest is null ? _backoff.Next() : _backoff.NotBefore(earliest.Value);
        _lastError = end.Reason;
        Options.Logger.Disconnected(address, end.Reason, wait.TotalSeconds, _session.Buffer.Counts.Buffered);
        await Task.Delay(wait, _session.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

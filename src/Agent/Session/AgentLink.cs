using CleanLite.V1;

namespace CleanLite.Agent.Session;

/// <summary>
/// One link from handshake to end: (1) Hello and Welcome; (2) one loop sends heartbeats, messages and batches; (3) one loop
/// receives answers; (4) whichever ends first gives the other a moment to finish.
/// </summary>
internal sealed class AgentLink : IDisposable
{
    private static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DefaultDeadAfter = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan DefaultRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly IAgentConnection _connection;
    private readonly AgentSession _session;
    private readonly TimeProvider _time;
    private readonly CancellationToken _abort;
    private readonly CancellationTokenSource _over; // stops the sender when the receiver has ended
    private readonly Deadline _hearing; // passes when nothing was heard for too long
    private readonly Deadline _writing; // passes when one message takes too long to leave
    private readonly Lock _hearingLock = new();

    private HeartbeatClock _heartbeats;
    private TimeSpan _deadAfter;
    private bool _lingering;
    private long _heldUntil; // timestamp; after RETRY no batch is sent before
    private Goodbye? _goodbye;
    private volatile Departure? _departure;

    public AgentLink(IAgentConnection connection, AgentSession session, CancellationToken abort)
    {
        _connection = connection;
        _session = session;
        _time = session.Time;
        _abort = abort;
        _over = CancellationTokenSource.CreateLinkedTokenSource(abort);
        _hearing = new Deadline(_time, abort);
        _writing = new Deadline(_time, _over.Token);
        _heartbeats = new HeartbeatClock(_time, DefaultHeartbeat);
        _heldUntil = _time.GetTimestamp();
    }

    private TimeSpan Held => _time.GetElapsedTime(_time.GetTimestamp(), Volatile.Read(ref _heldUntil));

    /// <summary>Says Hello and waits for Welcome. Null when the link stands, else why it does not.</summary>
    public async Task<LinkEnd?> ShakeHandsAsync(TimeSpan within)
    {
        try
        {
            _hearing.Arm(within);
            await _connection.SendAsync(new AgentMessage { Hello = _session.Hello() }, _hearing.Token);
            var first = await _connection.ReceiveAsync(_hearing.Token);
            switch (first?.BodyCase)
            {
                case null:
                    return LinkEnd.ClosedByServer;
                case ServerMessage.BodyOneofCase.Goodbye:
                    return LinkEnd.Dismissed(first.Goodbye);
                case ServerMessage.BodyOneofCase.Welcome:
                    Begin(first.Welcome);
                    if (first.Welcome.Config is { } config)
                        Answer(await _session.Pushes.WelcomeAsync(config, _hearing.Token));
                    return null;
                default:
                    return LinkEnd.Unwelcome;
            }
        }
        catch (Exception exception)
        {
            return EndOf(exception, LinkEnd.NoWelcome(within));
        }
    }

    /// <summary>Sends and receives until the link ends, and says why it did.</summary>
    public async Task<LinkEnd> ExchangeAsync()
    {
        try
        {
            var receiving = UntilEndAsync(ReceiveAllAsync());
            var sending = UntilEndAsync(SendAllAsync());
            var end = await await Task.WhenAny(receiving, sending);
            LetReceiverFinish();
            await receiving;
            await _over.CancelAsync();
            await sending;
            return _goodbye is null ? end : LinkEnd.Dismissed(_goodbye);
        }
        finally
        {
            _session.Buffer.EndLink();
        }
    }

    /// <summary>Sends what waits, says Goodbye and ends the link, all within <see cref="AgentOptions.ShutdownTimeout"/>.</summary>
    public void Leave() => Leave(_session.Options.ShutdownTimeout, flush: true);

    /// <summary>Ends the link once what it carries is answered, for another to follow.</summary>
    public void MakeWay()
    {
        if (_departure is null)
            Leave(DrainTime, flush: false);
    }

    public void Dispose()
    {
        _hearing.Dispose();
        _writing.Dispose();
        _over.Dispose();
    }

    private void Begin(Welcome welcome)
    {
        _deadAfter = OrDefault(welcome.DeadAfterMs, DefaultDeadAfter);
        var interval = OrDefault(welcome.HeartbeatIntervalMs, DefaultHeartbeat);
        // Heartbeats rarer than the silence that ends the link would end every quiet link.
        _heartbeats = new HeartbeatClock(_time, interval < _deadAfter / 2 ? interval : _deadAfter / 2);
        _hearing.Arm(_deadAfter);
        var isForgotten = _session.Buffer.BeginLink(
            welcome.LastSequence, BatchLimits.From(welcome.Limits), welcome.Limits?.MaxUnacknowledgedBatches ?? 0, _connection.HasSession);

        // A server that was started anew takes what was answered before on trust, and can tell it from what it answers itself only before the first batch.
        if (isForgotten) _heartbeats.Hurry();
    }

    private async Task<LinkEnd> SendAllAsync()
    {
        await using var alarm = _time.CreateTimer(
            _ => _session.Work.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (!HasDeparted())
        {
            var sent = await SendHeartbeatAsync();
            sent |= await SendFromOutboxAsync();
            sent |= await SendBatchAsync();
            if (sent)
                continue;
            alarm.Change(UntilNextDuty(), Timeout.InfiniteTimeSpan);
            await _session.Work.WaitAsync(_writing.Token);
        }

        if (_departure is { Flush: true } && _connection.HasSession)
            await WriteAsync(new AgentMessage { Goodbye = new Goodbye { Reason = Goodbye.Types.Reason.Shutdown } });
        await _connection.CompleteAsync();
        return LinkEnd.Stopped;
    }

    private async ValueTask<bool> SendHeartbeatAsync()
    {
        if (_heartbeats.UntilDue > TimeSpan.Zero)
            return false;
        var now = _time.GetUtcNow();
        _heartbeats.Sent(now);
        await WriteAsync(new AgentMessage { Heartbeat = _session.Heartbeat(now) });
        return true;
    }

    private async ValueTask<bool> SendFromOutboxAsync()
    {
        if (!_connection.HasSession || !_session.Outbox.TryTake(out var message))
            return false;
        try
        {
            await WriteAsync(message);
            return true;
        }
        catch
        {
            _session.Outbox.CountDropped();
            throw;
        }
    }

    private async ValueTask<bool> SendBatchAsync()
    {
        if (_departure is { Flush: false } || Held > TimeSpan.Zero || _session.Buffer.Take() is not { } message)
            return false;
        await WriteAsync(message);
        return true;
    }

    private async Task WriteAsync(AgentMessage message)
    {
        _writing.Arm(_session.Options.WriteTimeout);
        await _connection.SendAsync(message, _writing.Token);
        _writing.Disarm();
    }

    private TimeSpan UntilNextDuty()
    {
        var wait = _heartbeats.UntilDue;
        if (Held is var held && held > TimeSpan.Zero && held < wait)
            wait = held;
        if (_departure is { } departure && Left(departure) is var left && left < wait)
            wait = left;
        return TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds)));
    }

    private async Task<LinkEnd> ReceiveAllAsync()
    {
        while (await _connection.ReceiveAsync(_hearing.Token) is { } message)
        {
            Heard();
            await HandleAsync(message);
            if (_goodbye is { Reason: not Goodbye.Types.Reason.Drain })
                break;
        }

        return LinkEnd.ClosedByServer;
    }

    private async ValueTask HandleAsync(ServerMessage message)
    {
        switch (message.BodyCase)
        {
            case ServerMessage.BodyOneofCase.Ack:
                Handle(message.Ack);
                break;
            case ServerMessage.BodyOneofCase.Heartbeat:
                _session.RoundTrip = _heartbeats.RoundTripOf(message.Heartbeat.EchoUnixMs) ?? _session.RoundTrip;
                break;
            case ServerMessage.BodyOneofCase.Push:
                Answer(await _session.Pushes.AnswerAsync(message.Push, _hearing.Token));
                break;
            case ServerMessage.BodyOneofCase.Goodbye:
                _goodbye = message.Goodbye;
                Leave(DrainTime, flush: false);
                break;
            case ServerMessage.BodyOneofCase.FlowControl:
                _session.Buffer.SetWindow(message.FlowControl.MaxUnacknowledgedBatches);
                break;
            default: // a later version of the contract
                return;
        }

        _session.Work.Set();
    }

    private void Answer(PushAck? answer)
    {
        if (answer is null)
            return;
        _session.Outbox.Add(new AgentMessage { PushAck = answer });
        _session.Pushes.Answered(answer);
    }

    private void Handle(Ack ack)
    {
        if (ack.Result is { Status: BatchStatus.Retry } retry)
        {
            var wait = OrDefault(retry.RetryAfterMs, DefaultRetry);
            wait = wait < LongestRetry ? wait : LongestRetry;
            Volatile.Write(ref _heldUntil, _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency));
            _session.Buffer.Return(ack.Sequence, ack.LastSequence);
            return;
        }

        _session.Buffer.Settle(ack.Sequence, ack.LastSequence);
        if (ack.Result is not null)
            _session.Refusals.Add(ack.Result);
    }

    private void Leave(TimeSpan within, bool flush)
    {
        _departure = new Departure(_time.GetTimestamp(), within, flush);
        _session.Work.Set();
    }

    private bool HasDeparted()
    {
        if (_departure is not { } departure)
            return false;
        var nothingWaits = departure.Flush
            ? _session.Buffer.Counts.Buffered == 0 && (_session.Outbox.IsEmpty || !_connection.HasSession)
            : _session.Buffer.InFlight == 0;
        return nothingWaits || Left(departure) <= TimeSpan.Zero;
    }

    private TimeSpan Left(Departure departure) => departure.Within - _time.GetElapsedTime(departure.Since);

    private void Heard()
    {
        lock (_hearingLock)
        {
            if (!_lingering)
                _hearing.Arm(_deadAfter);
        }
    }

    // The server's last words (a Goodbye, late acknowledgements) may still be on the way.
    private void LetReceiverFinish()
    {
        lock (_hearingLock)
        {
            _lingering = true;
            _hearing.Arm(Linger);
        }
    }

    private async Task<LinkEnd> UntilEndAsync(Task<LinkEnd> loop)
    {
        try
        {
            return await loop;
        }
        catch (Exception exception)
        {
            return EndOf(exception, LinkEnd.Silent(_deadAfter));
        }
    }

    private LinkEnd EndOf(Exception exception, LinkEnd silence)
    {
        switch (exception)
        {
            case TransportException broken:
                return LinkEnd.Broken(broken);
            case OperationCanceledException when _abort.IsCancellationRequested:
                return LinkEnd.Stopped;
            case OperationCanceledException when _writing.HasPassed:
                return LinkEnd.Stalled(_session.Options.WriteTimeout);
            case OperationCanceledException:
                return silence;
            default: // a defect; it must not end the reporting for good
                _session.Options.Logger.Failed(exception, _session.Options.Server);
                return new LinkEnd(exception.Message);
        }
    }

    private static TimeSpan OrDefault(uint milliseconds, TimeSpan fallback) =>
        milliseconds == 0 ? fallback : TimeSpan.FromMilliseconds(milliseconds);
}

using CleanLite.Load.Measure;
using CleanLite.V1;
using Grpc.Core;

namespace CleanLite.Load.Agents;

/// <summary>
/// One agent on one stream. Batches are asked for with <see cref="Post"/>, or without end after <see cref="Saturate"/>; no more than a window of
/// them waits for its answer. An answer RETRY sends it back to that batch, as the contract asks. The delay of an answer counts from when the
/// batch was meant to be sent, however late it went (no coordinated omission), and in <c>answers</c> from when it went.
/// </summary>
internal sealed class LoadAgent(string id, BatchShape shape, BatchTemplate[] templates, FleetPlan plan, Histogram acks, Histogram answers) : IDisposable
{
    // How far back the times of sent batches are kept: more than any window.
    private const int Remembered = 4096;

    private readonly Lock _sync = new();
    private readonly Queue<long> _posted = new();
    private readonly (long IntendedUs, long Timestamp, long SentUs)[] _sent = new (long, long, long)[Remembered];
    private AsyncDuplexStreamingCall<byte[], ServerMessage>? _call;
    private Task _reading = Task.CompletedTask;
    private AgentTotals _totals;
    private bool _saturating;
    private bool _synthetic;
    private bool _heartbeatDue;
    private bool _pumping;
    private bool _paused;
    private int _inFlight;
    private long _next = 1;
    private long _fresh = 1;
    private long _answered;
    private long _lastTimestamp;

    /// <summary>Its name.</summary>
    public string Id => id;

    /// <summary>Why the stream ended, if it did.</summary>
    public string? Fault { get; private set; }

    public AgentTotals Totals
    {
        get
        {
            lock (_sync) return _totals;
        }
    }

    /// <summary>Batches asked for that have not been answered for good.</summary>
    public long Backlog
    {
        get
        {
            lock (_sync) return _posted.Count + (_fresh - 1 - _answered);
        }
    }

    /// <summary>Batches given to the transport that have no answer.</summary>
    public int InFlight
    {
        get
        {
            lock (_sync) return _inFlight;
        }
    }

    /// <summary>Opens the stream and waits for Welcome. Timestamps count up from <paramref name="firstTimestamp"/>, or follow the clock if it is 0.</summary>
    public async Task ConnectAsync(CallInvoker invoker, long firstTimestamp, CancellationToken cancellation)
    {
        (_synthetic, _lastTimestamp) = (firstTimestamp > 0, firstTimestamp - 1);
        _call = invoker.AsyncDuplexStreamingCall(AgentCalls.Connect, null, new CallOptions(cancellationToken: cancellation));
        await _call.RequestStream.WriteAsync(AgentCalls.Encode(new AgentMessage
        {
            Hello = new Hello { AgentId = id, SessionId = Guid.NewGuid().ToString("N"), AgentVersion = "load", Hostname = "load", ProtocolVersion = 1 },
        }), cancellation);
        if (!await _call.ResponseStream.MoveNext(cancellation) || _call.ResponseStream.Current.Welcome is null)
            throw new InvalidOperationException($"Agent {id} was not welcomed.");
        _reading = ReadAsync();
    }

    /// <summary>Asks for a batch that was meant to leave at <paramref name="intendedUs"/>.</summary>
    public void Post(long intendedUs)
    {
        lock (_sync) _posted.Enqueue(intendedUs);
        Pump();
    }

    /// <summary>Sends as fast as answers come.</summary>
    public void Saturate()
    {
        lock (_sync) _saturating = true;
        Pump();
    }

    /// <summary>Asks for nothing more; what was asked for still goes out.</summary>
    public void Cease()
    {
        lock (_sync) _saturating = false;
    }

    /// <summary>Says that the agent is still there.</summary>
    public void Heartbeat()
    {
        lock (_sync) _heartbeatDue = true;
        Pump();
    }

    public void Dispose()
    {
        _call?.Dispose();
        ((IAsyncResult)_reading).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(5));
    }

    private void Pump()
    {
        lock (_sync)
        {
            if (_pumping) return;
            _pumping = true;
        }

        _ = PumpAsync();
    }

    private async Task PumpAsync()
    {
        try
        {
            while (TakeNext() is { } message) await _call!.RequestStream.WriteAsync(message);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
        {
            Fault ??= e.Message;
        }
    }

    // The next message to send; null ends the pump. Nobody else touches the template while the pump runs.
    private byte[]? TakeNext()
    {
        lock (_sync)
        {
            if (_heartbeatDue)
            {
                _heartbeatDue = false;
                return AgentCalls.Encode(new AgentMessage { Heartbeat = new Heartbeat { SentUnixMs = LoadClock.UnixMsAt(LoadClock.NowUs) } });
            }

            _pumping = !_paused && Fault is null && _inFlight < plan.Window && (_next < _fresh || _posted.Count > 0 || _saturating);
            return _pumping ? PatchNextLocked() : null;
        }
    }

    private byte[] PatchNextLocked()
    {
        if (_next == _fresh) RememberLocked(_fresh++);
        _inFlight++;
        ref var sent = ref _sent[_next % Remembered];
        sent.SentUs = LoadClock.NowUs;
        var template = templates[(_next - 1) % templates.Length];
        template.Patch(_next++, sent.Timestamp, sent.IntendedUs);
        return template.Bytes;
    }

    private void RememberLocked(long sequence)
    {
        var intended = _posted.TryDequeue(out var posted) ? posted : LoadClock.NowUs;
        var timestamp = _synthetic ? _lastTimestamp + 1 : Math.Max(_lastTimestamp + 1, LoadClock.UnixMsAt(intended));
        _lastTimestamp = timestamp + shape.PointsPerSeries - 1;
        _sent[sequence % Remembered] = (intended, timestamp, 0);
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _call!.ResponseStream.MoveNext(CancellationToken.None))
            {
                var message = _call.ResponseStream.Current;
                if (message.Ack is not null) Answered(message.Ack);
                else if (message.Goodbye is not null) Fault ??= $"goodbye: {message.Goodbye.Reason} {message.Goodbye.Detail}";
            }
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
        {
            Fault ??= e.Message;
        }

        Fault ??= "the server ended the stream";
    }

    private void Answered(Ack ack)
    {
        var sequence = (long)ack.Sequence;
        lock (_sync)
        {
            _inFlight--;
            if (ack.Result.Status == BatchStatus.Retry)
            {
                _totals.Retries++;
                if (ack.Result.RetryAfterMs == 0) _totals.RetriesWithoutHint++;
                GoBackLocked(sequence, plan.HeedsHints ? (int)ack.Result.RetryAfterMs : 0);
            }
            else if (sequence > _answered)
            {
                _answered = sequence;
                var (now, sent) = (LoadClock.NowUs, _sent[sequence % Remembered]);
                acks.Record(now - sent.IntendedUs);
                answers.Record(now - sent.SentUs);
                AddLocked(ack.Result);
            }
        }

        Pump();
    }

    // The batches behind the one to be sent again are answered RETRY too; by then they have not been sent anew and are ignored.
    private void GoBackLocked(long sequence, int afterMs)
    {
        if (sequence >= _next) return;
        _next = sequence;
        if (afterMs == 0) return;
        _paused = true;
        _ = ResumeAsync(afterMs);
    }

    private async Task ResumeAsync(int afterMs)
    {
        await Task.Delay(afterMs);
        lock (_sync) _paused = false;
        Pump();
    }

    private void AddLocked(BatchResult result)
    {
        _totals.Batches++;
        _totals.Points += shape.Points;
        _totals.Accepted += result.AcceptedPoints;
        _totals.Duplicate += result.DuplicatePoints;
        _totals.Late += result.LatePoints;
        _totals.Rejected += result.RejectedPoints;
    }
}

using CleanLite.V1;

namespace CleanLite.Agent.Session;

/// <summary>
/// The batches that the server has not answered yet, numbered 1, 2, 3, ... and sent in that order. It is bounded: when full
/// it sheds the oldest batch that the standing link has not carried, and the hole is announced with <see cref="Skipped"/>
/// before the next batch. Thread-safe; no member blocks on anything but its own short lock.
/// </summary>
internal sealed class BatchBuffer(int maxBatches, int maxPoints)
{
    private const int DefaultWindow = 16;

    private readonly Lock _lock = new();
    private readonly LinkedList<BufferedBatch> _batches = new();
    private BatchLimits _limits = BatchLimits.Default;
    private int _window = DefaultWindow;
    private int _waiting; // batches in the list that are not settled
    private int _inFlight;
    private ulong _lastNumber; // given to the newest batch
    private ulong _settled; // every number up to here is answered, or its loss was announced and answered past
    private ulong _carried; // highest number sent or announced as skipped over the standing link
    private ulong _everCarried; // the same over all links
    private bool _inSession = true; // the standing link is one that the server numbers batches on
    private long _produced, _acknowledged, _shed, _buffered, _apart;

    public BufferCounts Counts
    {
        get
        {
            lock (_lock)
                return new(_produced, _acknowledged, _shed, _buffered, _apart);
        }
    }

    /// <summary>Batches sent over the standing link and not answered yet.</summary>
    public int InFlight
    {
        get
        {
            lock (_lock)
                return _inFlight;
        }
    }

    /// <summary>Numbers the points and keeps them, in as many batches as the limits ask for. False if something was shed for it.</summary>
    public bool Append(ReadOnlySpan<MetricPoint> points)
    {
        lock (_lock)
        {
            var shedBefore = _shed;
            _produced += points.Length;
            _buffered += points.Length;
            while (!points.IsEmpty)
            {
                var fit = _limits.Fit(points);
                AddLocked(points[..fit].ToArray());
                points = points[fit..];
            }

            while (_waiting > maxBatches || _buffered > maxPoints)
            {
                if (!TryShedLocked())
                    break;
            }

            return _shed == shedBefore;
        }
    }

    /// <summary>A link stands. What its server has dealt with leaves the buffer, all else will be sent, in order.</summary>
    /// <param name="lastSequence">Welcome.last_sequence; less than was settled before means that the server lost its state.</param>
    /// <param name="limits">What the server allows.</param>
    /// <param name="window">How many batches may await an answer.</param>
    /// <param name="inSession">False if the link carries batches as single calls.</param>
    /// <returns>True if the server no longer knows of answers that this session had: it was started anew.</returns>
    public bool BeginLink(ulong lastSequence, BatchLimits limits, uint window, bool inSession = true)
    {
        lock (_lock)
        {
            var isForgotten = inSession && lastSequence < _settled;
            RequeueLocked();
            _inSession = inSession;
            SettleThroughLocked(Math.Min(lastSequence, _everCarried));

            // What went as single calls meanwhile is a hole in the session, which is announced like any other.
            _carried = lastSequence > 0 ? Math.Min(lastSequence, _settled) : _settled;
            _limits = limits;
            _window = WindowOf(window, DefaultWindow);
            SplitUnsentLocked();
            return isForgotten;
        }
    }

    /// <summary>The link is gone: what it carried unanswered is to be sent again, and may be shed meanwhile.</summary>
    public void EndLink()
    {
        lock (_lock)
        {
            RequeueLocked();
            _carried = _settled;
        }
    }

    /// <summary>Changes how many batches may await an answer. Zero counts as one: a window that is shut would never open again.</summary>
    public void SetWindow(uint window)
    {
        lock (_lock)
            _window = WindowOf(window, 1);
    }

    /// <summary>What to send next: a batch, or the announcement of a hole before it. Null if nothing waits or the window is full.</summary>
    public AgentMessage? Take()
    {
        lock (_lock)
        {
            if (_inFlight >= _window)
                return null;
            foreach (var batch in _batches)
            {
                if (batch.Sequence > _carried + 1)
                    return SkipLocked(batch.Sequence - 1);
                CarryLocked(batch.Sequence);
                if (batch.State != BatchState.Queued)
                    continue;
                batch.State = BatchState.InFlight;
                _inFlight++;
                return new AgentMessage { Batch = batch.ToMessage() };
            }

            return null;
        }
    }

    /// <summary>The server has answered a batch and everything up to <paramref name="lastSequence"/>.</summary>
    public void Settle(ulong sequence, ulong lastSequence)
    {
        lock (_lock)
        {
            if (FindInFlightLocked(sequence) is { } batch)
                SettleLocked(batch);
            SettleThroughLocked(Math.Min(lastSequence, _carried));
        }
    }

    /// <summary>The server wants the batch again later; everything up to <paramref name="lastSequence"/> is answered.</summary>
    public void Return(ulong sequence, ulong lastSequence)
    {
        lock (_lock)
        {
            if (FindInFlightLocked(sequence) is { } batch)
            {
                batch.State = BatchState.Queued;
                _inFlight--;
            }

            SettleThroughLocked(Math.Min(Math.Min(lastSequence, _carried), sequence - 1));
        }
    }

    private void AddLocked(MetricPoint[] points)
    {
        _batches.AddLast(new BufferedBatch(++_lastNumber, points));
        _waiting++;
    }

    // What the standing link has carried is not shed: its answer may be on the way, and the counts would no longer add up.
    private bool TryShedLocked()
    {
        for (var node = _batches.First; node is not null; node = node.Next)
        {
            if (node.Value.Sequence <= _carried || node.Value.State == BatchState.Settled)
                continue;
            _shed += node.Value.Points.Length;
            _buffered -= node.Value.Points.Length;
            _waiting--;
            _batches.Remove(node);
            return true;
        }

        return false;
    }

    private AgentMessage SkipLocked(ulong last)
    {
        var skipped = new Skipped { FirstSequence = _carried + 1, LastSequence = last };
        CarryLocked(last);
        return new AgentMessage { Skipped = skipped };
    }

    private void CarryLocked(ulong sequence)
    {
        _carried = Math.Max(_carried, sequence);
        _everCarried = Math.Max(_everCarried, _carried);
    }

    private BufferedBatch? FindInFlightLocked(ulong sequence)
    {
        foreach (var batch in _batches)
        {
            if (batch.Sequence >= sequence)
                return batch.Sequence == sequence && batch.State == BatchState.InFlight ? batch : null;
        }

        return null;
    }

    private void SettleLocked(BufferedBatch batch)
    {
        if (batch.State == BatchState.Settled)
            return;
        if (batch.State == BatchState.InFlight)
            _inFlight--;
        _acknowledged += batch.Points.Length;
        _apart += _inSession ? 0 : batch.Points.Length;
        _buffered -= batch.Points.Length;
        _waiting--;
        batch.Settle();
    }

    // Settled batches stay in the list until all before them are settled, or the hole they leave would look like a skipped number.
    private void SettleThroughLocked(ulong sequence)
    {
        while (_batches.First is { } first && first.Value.Sequence <= Math.Max(sequence, _carried))
        {
            if (first.Value.Sequence <= sequence)
                SettleLocked(first.Value);
            if (first.Value.State != BatchState.Settled)
                break;
            _settled = Math.Max(_settled, first.Value.Sequence);
            _batches.RemoveFirst();
        }

        _settled = Math.Max(_settled, sequence);
    }

    private void RequeueLocked()
    {
        foreach (var batch in _batches)
        {
            if (batch.State == BatchState.InFlight)
                batch.State = BatchState.Queued;
        }

        _inFlight = 0;
    }

    // Numbers that no server has ever seen may be given anew.
    private void SplitUnsentLocked()
    {
        var unsent = _batches.Where(batch => batch.Sequence > _everCarried).ToList();
        if (unsent.TrueForAll(batch => _limits.Fit(batch.Points) == batch.Points.Length))
            return;
        _lastNumber = unsent[0].Sequence - 1;
        foreach (var batch in unsent)
        {
            _batches.RemoveLast();
            _waiting--;
        }

        foreach (var batch in unsent)
        {
            for (ReadOnlySpan<MetricPoint> points = batch.Points; !points.IsEmpty; points = points[_limits.Fit(points)..])
                AddLocked(points[.._limits.Fit(points)].ToArray());
        }
    }

    private int WindowOf(uint window, int fallback) => window == 0 ? fallback : (int)Math.Min(window, (uint)Math.Max(1, maxBatches));
}

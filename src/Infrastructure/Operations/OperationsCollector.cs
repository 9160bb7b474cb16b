using CleanLite.Application.Operations;
using CleanLite.Domain;
using CleanLite.Domain.Activity;

namespace CleanLite.Infrastructure.Operations;

/// <summary>
/// The one place for the server's own figures: plain counters, and rings under short locks. What is kept is immutable, so that readers copy references only.
/// </summary>
internal sealed class OperationsCollector : IOperationsRecorder, IOperationsReader
{
    private const int MaxMessageLength = 512;
    private const int MaxSubjectLength = 128;

    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly Lock _eventLock = new();
    private readonly Ring<OperationsEvent> _events;
    private readonly Lock _callLock = new();
    private readonly Ring<ModelCallRecord> _calls;
    private long _messages;
    private long _errors;
    private long _callCount;
    private long _failedCalls;
    private double _latencySum;

    public OperationsCollector(OperationsOptions options, TimeProvider time)
    {
        (_time, _startedAt) = (time, time.GetTimestamp());
        _events = new Ring<OperationsEvent>(options.Events);
        _calls = new Ring<ModelCallRecord>(options.ModelCalls);
    }

    /// <summary>Messages dealt with.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Failures noted.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>Calls of language models that went well, and those that did not.</summary>
    public (long Ok, long Failed) CallCounts
    {
        get
        {
            lock (_callLock) return (_callCount - _failedCalls, _failedCalls);
        }
    }

    public void MessageProcessed() => Interlocked.Increment(ref _messages);

    public void Note(Severity level, string type, string message, string subject = "")
    {
        if (level == Severity.Error) Interlocked.Increment(ref _errors);
        var note = new OperationsEvent(
            _time.GetUtcNow().ToUnixTimeMilliseconds(), level, type, Text.Shown(subject, MaxSubjectLength), Text.Shown(message, MaxMessageLength));
        lock (_eventLock) _events.Add(note);
    }

    public void ModelCalled(ModelCallRecord call)
    {
        lock (_callLock)
        {
            _calls.Add(call);
            _callCount++;
            _latencySum += call.LatencyMs;
            if (call.Failed) _failedCalls++;
        }
    }

    public OperationsFigures Read() => new(Messages, Errors, _time.GetElapsedTime(_startedAt), ReadCalls());

    public IReadOnlyList<OperationsEvent> Events(IReadOnlyCollection<Severity> levels, int limit)
    {
        lock (_eventLock)
            return [.. _events.NewestFirst().Where(e => levels.Count == 0 || levels.Contains(e.Level)).Take(limit)];
    }

    private ModelCallFigures ReadCalls()
    {
        lock (_callLock)
            return new ModelCallFigures(_callCount, _failedCalls, _callCount == 0 ? 0 : _latencySum / _callCount, [.. _calls.NewestFirst()]);
    }
}

using System.Diagnostics.CodeAnalysis;
using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Every push that is remembered, by id and by the name of its sample request. Bounded: ended ones leave for new ones. Guarded by the desk's lock.</summary>
internal sealed class PushTable(FleetOptions fleet, TableMetrics tables)
{
    private readonly Dictionary<string, PushRecord> _pushes = [];
    private readonly Dictionary<string, PushRecord> _requests = [];
    private readonly Queue<PushRecord> _ended = [];
    private readonly Queue<PushRecord> _answered = [];

    public int Count => _pushes.Count;

    /// <summary>Takes a push; false if there are as many as may be and none has ended.</summary>
    public bool TryAdd(PushRecord push)
    {
        if (_pushes.Count >= fleet.MaxPushes && !TryForgetOne()) return false;
        _pushes[push.Push.Id] = push;
        if (push.Push.Body is PushBody.SampleRequest request) _requests[request.RequestId] = push;
        return true;
    }

    public bool TryFind(string pushId, [NotNullWhen(true)] out PushRecord? push) => _pushes.TryGetValue(pushId, out push);

    public bool TryFindRequest(string requestId, [NotNullWhen(true)] out PushRecord? push) => _requests.TryGetValue(requestId, out push);

    /// <summary>The push has ended; it may be forgotten from now on.</summary>
    public void Ended(PushRecord push) => _ended.Enqueue(push);

    /// <summary>Keeps an answer, for as long as not too many newer ones come.</summary>
    public void Keep(PushRecord push, SampleAnswer answer)
    {
        push.Sample = answer;
        _answered.Enqueue(push);
        if (_answered.Count <= fleet.MaxSampleAnswers) return;
        _answered.Dequeue().Sample = null;
        tables.Evicted("samples");
    }

    private bool TryForgetOne()
    {
        if (!_ended.TryDequeue(out var oldest)) return false;
        _pushes.Remove(oldest.Push.Id);
        tables.Evicted("pushes");
        if (oldest.Push.Body is PushBody.SampleRequest request) _requests.Remove(request.RequestId);
        return true;
    }
}

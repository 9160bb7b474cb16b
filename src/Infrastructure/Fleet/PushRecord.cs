using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>A push and what became of it. Guarded by the desk's lock.</summary>
internal sealed class PushRecord(Push push, long dueAt)
{
    public Push Push { get; } = push;

    /// <summary>When it expires, milliseconds of the monotonic clock.</summary>
    public long DueAt { get; } = dueAt;

    public PushDelivery Delivery { get; set; } = PushDelivery.Queued;

    public PushState State { get; private set; } = PushState.Waiting;

    public string Detail { get; set; } = "";

    public string ConfigHash { get; set; } = "";

    /// <summary>The stream over which it went out; null before. It goes out once.</summary>
    public AgentConnection? SentOver { get; private set; }

    public long? SentUnixMs { get; private set; }

    public long? EndedUnixMs { get; private set; }

    public SampleAnswer? Sample { get; set; }

    /// <summary>True from when it went out to its end.</summary>
    public bool IsUnderWay => State is PushState.Sent or PushState.Received or PushState.Applying;

    /// <summary>Goes to <paramref name="state"/>; false if that is no way forward.</summary>
    public bool TryMove(PushState state, long unixMs)
    {
        if (!State.Allows(state)) return false;
        State = state;
        if (state.IsFinal()) EndedUnixMs = unixMs;
        return true;
    }

    public void Sent(AgentConnection over, long unixMs)
    {
        TryMove(PushState.Sent, unixMs);
        (SentOver, SentUnixMs) = (over, unixMs);
    }

    public PushReceipt Receipt() => new(Push, Delivery, State)
    {
        Detail = Detail,
        ConfigHash = ConfigHash,
        SentUnixMs = SentUnixMs,
        EndedUnixMs = EndedUnixMs,
        Sample = Sample,
    };
}

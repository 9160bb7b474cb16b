namespace CleanLite.Faults.Peers;

/// <summary>By how much an agent's clock is wrong, which may change while it runs. Thread-safe.</summary>
internal sealed class ClockShift
{
    private long _milliseconds;

    public long Milliseconds
    {
        get => Volatile.Read(ref _milliseconds);
        set => Volatile.Write(ref _milliseconds, value);
    }
}

namespace CleanLite.Domain.Fleet;

/// <summary>
/// How far an agent's clock is ahead of the server's, from the times at which heartbeats were sent and received. A heartbeat that travelled makes the
/// agent's clock look behind by as long as it travelled; so the sample with the least delay is the best one. Not thread-safe.
/// </summary>
public sealed class ClockSkew
{
    /// <summary>Of how many heartbeats the best is taken.</summary>
    public const int Window = 8;

    private readonly long[] _samples = new long[Window];
    private int _count;

    /// <summary>Milliseconds that the agent's clock is ahead, behind if negative; null before the first heartbeat with a time.</summary>
    public long? Milliseconds => _count == 0 ? null : _samples.Take(Math.Min(_count, Window)).Max();

    /// <summary>Takes a heartbeat; one without a time says nothing.</summary>
    public void Add(long sentUnixMs, long receivedUnixMs)
    {
        if (sentUnixMs <= 0) return;
        _samples[_count % Window] = sentUnixMs - receivedUnixMs;
        _count = _count == int.MaxValue ? Window : _count + 1;
    }
}

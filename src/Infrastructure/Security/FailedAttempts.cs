using System.Net;
using CleanLite.Application.Activity;
using CleanLite.Application.Security;

namespace CleanLite.Infrastructure.Security;

/// <summary>
/// Holds each address to a number of failed attempts a minute. Only failures are counted and only failures are slowed down, so that nobody is locked out by
/// what a neighbour behind the same address does. Bounded: the address that failed longest ago is forgotten. Thread-safe.
/// </summary>
public sealed class FailedAttempts(SecurityOptions options, SecurityMetrics metrics, TimeProvider time)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<IPAddress, LinkedListNode<(IPAddress Key, TokenBucket Allowance)>> _known = [];
    private readonly LinkedList<(IPAddress Key, TokenBucket Allowance)> _oldestFirst = new();

    /// <summary>When the next attempt may fail again.</summary>
    public TimeSpan RetryAfter { get; } = TimeSpan.FromMinutes(1) / options.FailuresPerMinute;

    /// <summary>Counts a failure; false if that is one too many.</summary>
    public bool TryFail(IPAddress? address)
    {
        var key = ClientAddress.KeyOf(address ?? IPAddress.None);
        lock (_sync)
        {
            if (_known.TryGetValue(key, out var entry)) _oldestFirst.Remove(entry);
            else _known[key] = entry = new((key, new TokenBucket(options.FailuresPerMinute / 60.0, options.FailuresPerMinute)));
            _oldestFirst.AddLast(entry);
            if (_known.Count > options.MaxFailureAddresses) ForgetOldest();
            return entry.Value.Allowance.TryTake((double)time.GetTimestamp() / time.TimestampFrequency);
        }
    }

    private void ForgetOldest()
    {
        _known.Remove(_oldestFirst.First!.Value.Key);
        _oldestFirst.RemoveFirst();
        metrics.Evicted("addresses");
    }
}

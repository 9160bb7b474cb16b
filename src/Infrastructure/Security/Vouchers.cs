using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using CleanLite.Application.Security;

namespace CleanLite.Infrastructure.Security;

/// <summary>
/// Random secrets that stand for a credential for a while: the sessions behind cookies, the tickets of <c>/live</c>. Only their SHA-256 is kept. Bounded:
/// past <paramref name="capacity"/> the oldest one is void. Thread-safe.
/// </summary>
/// <param name="table">The word for the metric.</param>
/// <param name="capacity">How many there may be.</param>
/// <param name="lifetime">How long each is valid.</param>
/// <param name="metrics">Counts those that had to leave early.</param>
/// <param name="time">The clock.</param>
public sealed class Vouchers(string table, int capacity, TimeSpan lifetime, SecurityMetrics metrics, TimeProvider time)
{
    private const int SecretBytes = 32;

    private readonly Lock _sync = new();
    private readonly Dictionary<string, Voucher> _known = new(StringComparer.Ordinal);

    // All live equally long, so that the order of issue is the order of expiry. Those redeemed stay in it until their time.
    private readonly Queue<(string Key, long IssuedAt)> _order = new();

    /// <summary>How long each is valid.</summary>
    public TimeSpan Lifetime => lifetime;

    /// <summary>How many places are taken, those of redeemed and expired ones until they are needed among them.</summary>
    public int Count
    {
        get
        {
            lock (_sync) return _order.Count;
        }
    }

    /// <summary>A new secret for <paramref name="credential"/>: 43 characters that need no escaping anywhere.</summary>
    public string Issue(Credential credential)
    {
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var issuedAt = time.GetTimestamp();
        lock (_sync)
        {
            MakeRoom();
            _known[KeyOf(secret)] = new Voucher(credential, issuedAt);
            _order.Enqueue((KeyOf(secret), issuedAt));
        }

        return secret;
    }

    /// <summary>The credential that <paramref name="secret"/> stands for; null if none, or no longer.</summary>
    public Credential? Find(string secret)
    {
        lock (_sync) return _known.TryGetValue(KeyOf(secret), out var voucher) && IsFresh(voucher) ? voucher.Credential : null;
    }

    /// <summary>As <see cref="Find"/>, once: afterwards the secret is void.</summary>
    public bool TryRedeem(string secret, [NotNullWhen(true)] out Credential? credential)
    {
        lock (_sync)
        {
            var known = _known.Remove(KeyOf(secret), out var voucher) && IsFresh(voucher);
            credential = known ? voucher.Credential : null;
            return known;
        }
    }

    private static string KeyOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private bool IsFresh(Voucher voucher) => time.GetElapsedTime(voucher.IssuedAt) < lifetime && voucher.Credential.IsValid(time.GetUtcNow());

    private void MakeRoom()
    {
        while (_order.TryPeek(out var oldest) && (_order.Count >= capacity || time.GetElapsedTime(oldest.IssuedAt) >= lifetime))
        {
            _order.Dequeue();
            if (_known.Remove(oldest.Key, out var voucher) && IsFresh(voucher)) metrics.Evicted(table);
        }
    }

    private readonly record struct Voucher(Credential Credential, long IssuedAt);
}

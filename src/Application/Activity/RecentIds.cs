using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CleanLite.Application.Activity;

/// <summary>
/// The last so many ids of one agent, as 128 bits of their SHA-256: small, and no agent can aim for two that look the same. A ring that is
/// searched from end to end, which for a few hundred numbers is faster than a table and a tenth of its size.
/// </summary>
/// <param name="capacity">How many are remembered.</param>
internal sealed class RecentIds(int capacity)
{
    private const int FirstLength = 8;

    private UInt128[] _ring = [];
    private int _count;
    private int _next;

    /// <summary>Remembers <paramref name="id"/>; false if it is remembered already.</summary>
    public bool TryAdd(string id)
    {
        var hash = HashOf(id);
        if (_ring.AsSpan(0, _count).Contains(hash)) return false;
        if (_count == _ring.Length && _count < capacity) Array.Resize(ref _ring, Math.Min(capacity, Math.Max(FirstLength, _count * 2)));
        if (_count < _ring.Length) _next = _count++;
        _ring[_next] = hash;
        _next = (_next + 1) % _ring.Length;
        return true;
    }

    private static UInt128 HashOf(string id)
    {
        Span<byte> text = stackalloc byte[512];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(id, text)], hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CleanLite.Application.Activity;

/// <summary>
/// Makes ids for events: ULIDs, 26 characters of Crockford's base 32, 48 bits of milliseconds and 80 of chance. They sort by time, and the ids of one
/// server strictly in the order in which they were made, also if its clock is set back. Thread-safe.
/// </summary>
public sealed class EventIds(TimeProvider time)
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;
    private const int RandomBits = 80;

    private readonly Lock _sync = new();
    private UInt128 _last;

    /// <summary>The next id.</summary>
    public string Next()
    {
        var now = (UInt128)(ulong)time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_sync)
        {
            _last = now > _last >> RandomBits ? (now << RandomBits) | Chance() : _last + 1;
            return Write(_last);
        }
    }

    private static UInt128 Chance()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes) >> (128 - RandomBits);
    }

    private static string Write(UInt128 value) => string.Create(Length, value, static (target, rest) =>
    {
        for (var i = Length - 1; i >= 0; i--)
        {
            target[i] = Digits[(int)(rest & 31)];
            rest >>= 5;
        }
    });
}

using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// A checksum over all columns of a row: <c>quick_check</c> sees damage to the file's structure, but not a byte that flipped inside a text. The first
/// 64 bits of SHA-256 over the columns' lengths and bytes. Not thread-safe: it reuses its buffer.
/// </summary>
internal sealed class RowSeal
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1_024);

    public long Of(long offset, long time, long severity, params ReadOnlySpan<string?> texts)
    {
        _bytes.ResetWrittenCount();
        Add(offset);
        Add(time);
        Add(severity);
        foreach (var text in texts) Add(text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.WrittenSpan, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    private void Add(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), number);
        _bytes.Advance(sizeof(long));
    }

    // With its length in front, so that a piece that moves from one column to the next changes the sum; null is not the empty text.
    private void Add(string? text)
    {
        var length = text is null ? -1 : Encoding.UTF8.GetByteCount(text);
        Add(length);
        if (length > 0) Encoding.UTF8.GetBytes(text, _bytes);
    }
}

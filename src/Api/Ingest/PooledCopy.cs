using System.Buffers;

namespace CleanLite.Api.Ingest;

/// <summary>The bytes of a sequence side by side, in a pooled array: reading across segments would cost more than the copy.</summary>
internal readonly ref struct PooledCopy
{
    private readonly byte[] _array;
    private readonly int _length;

    public PooledCopy(in ReadOnlySequence<byte> sequence)
    {
        _length = checked((int)sequence.Length);
        _array = ArrayPool<byte>.Shared.Rent(_length);
        sequence.CopyTo(_array);
    }

    public ReadOnlySpan<byte> Bytes => _array.AsSpan(0, _length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_array);
}

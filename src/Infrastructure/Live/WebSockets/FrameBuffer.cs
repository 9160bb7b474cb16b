using System.Buffers;

namespace CleanLite.Infrastructure.Live.WebSockets;

/// <summary>
/// Finished frames of one viewer, built one after another: room for the longest head is left before each payload, and closed up when the
/// length is known. Its memory is pooled and given back by <see cref="Release"/>, so that an idle viewer holds none.
/// </summary>
internal sealed class FrameBuffer : IBufferWriter<byte>, IDisposable
{
    private const int LeastSize = 1_024;

    private byte[] _bytes = [];
    private int _start;
    private int _end;
    private int _payload;

    /// <summary>The frames finished so far.</summary>
    public ReadOnlyMemory<byte> Frames => _bytes.AsMemory(_start, _end - _start);

    /// <summary>Begins a frame; what is written next is its payload.</summary>
    public void Begin()
    {
        Ensure(FrameHeader.MaxUnmaskedSize);
        _payload = _end += FrameHeader.MaxUnmaskedSize;
    }

    /// <summary>Ends the frame begun last.</summary>
    public void Finish(Opcode opcode = Opcode.Text)
    {
        var length = _end - _payload;
        Span<byte> head = stackalloc byte[FrameHeader.MaxUnmaskedSize];
        var size = FrameHeader.Write(head, opcode, length);
        var gap = FrameHeader.MaxUnmaskedSize - size;
        var first = _payload - FrameHeader.MaxUnmaskedSize == _start;
        if (first)
        {
            // The first frame, often a large one, stays where it is: the gap goes before the frames instead.
            _start += gap;
            head[..size].CopyTo(_bytes.AsSpan(_start));
            return;
        }

        var at = _payload - FrameHeader.MaxUnmaskedSize;
        _bytes.AsSpan(_payload, length).CopyTo(_bytes.AsSpan(at + size));
        head[..size].CopyTo(_bytes.AsSpan(at));
        _end -= gap;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(Math.Max(1, sizeHint));
        return _bytes.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(Math.Max(1, sizeHint));
        return _bytes.AsSpan(_end);
    }

    /// <summary>Forgets the frames and keeps the memory for the next ones.</summary>
    public void Clear() => (_start, _end, _payload) = (0, 0, 0);

    /// <summary>Forgets the frames and gives the memory back.</summary>
    public void Release()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Clear();
    }

    public void Dispose() => Release();

    private void Ensure(int count)
    {
        if (_bytes.Length - _end >= count) return;
        var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(LeastSize, Math.Max(_end + count, 2 * _end)));
        _bytes.AsSpan(0, _end).CopyTo(bigger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = bigger;
    }
}

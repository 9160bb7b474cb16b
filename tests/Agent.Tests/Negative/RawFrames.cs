using System.Buffers.Binary;
using System.Net.Sockets;

namespace CleanLite.Agent.Tests.Negative;

/// <summary>Reads and writes the frames of an HTTP/2 connection and knows no rule about them.</summary>
internal sealed class RawFrames(NetworkStream stream) : IDisposable
{
    // length (24 bits), type, flags, stream id (31 bits)
    private const int HeaderLength = 9;

    private static readonly int PrefaceLength = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".Length;

    private readonly SemaphoreSlim _writing = new(1, 1);

    public Task ReadPrefaceAsync() => stream.ReadExactlyAsync(new byte[PrefaceLength]).AsTask();

    public async Task<(FrameType Type, byte Flags, int Stream, byte[] Payload)> ReadAsync()
    {
        var header = new byte[HeaderLength];
        await stream.ReadExactlyAsync(header);
        var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
        await stream.ReadExactlyAsync(payload);
        return ((FrameType)header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) & int.MaxValue, payload);
    }

    /// <summary>Writes one frame whole, whoever else writes.</summary>
    public async Task WriteAsync(FrameType type, byte flags, int streamId, params byte[] payload)
    {
        var frame = new byte[HeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8); // its last byte is overwritten by the type
        frame[3] = (byte)type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
        payload.CopyTo(frame, HeaderLength);
        await _writing.WaitAsync();
        try
        {
            await stream.WriteAsync(frame);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        _writing.Dispose();
    }
}

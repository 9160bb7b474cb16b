using System.Net.Sockets;
using CleanLite.Testing.Http2;

namespace CleanLite.Agent.Tests.Negative;

/// <summary>Reads and writes the frames of an HTTP/2 connection and knows no rule about them.</summary>
internal sealed class RawFrames(NetworkStream stream) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);

    public Task ReadPrefaceAsync() => stream.ReadExactlyAsync(new byte[Frame.Preface.Length]).AsTask();

    public Task<(FrameType Type, byte Flags, int Stream, byte[] Payload)> ReadAsync() => Frame.ReadAsync(stream);

    /// <summary>Writes one frame whole, whoever else writes.</summary>
    public async Task WriteAsync(byte[] frame)
    {
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

using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Opens an HTTP/2 connection (RFC 9113, section 3.4) and never says another word.</summary>
internal sealed class SilentPeer : IDisposable
{
    public const byte PingFrame = 6;
    public const byte GoAwayFrame = 7;

    private const int FrameHeaderLength = 9;

    private readonly TcpClient _tcp = new();

    public static async Task<SilentPeer> ConnectAsync(Uri door)
    {
        var peer = new SilentPeer();
        await peer._tcp.ConnectAsync(door.Host, door.Port);
        byte[] settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        await peer._tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").Concat(settings).ToArray());
        return peer;
    }

    /// <summary>The types of all frames that the server sends until it closes.</summary>
    public async Task<List<byte>> ReadToEndAsync()
    {
        var types = new List<byte>();
        var header = new byte[FrameHeaderLength];
        var stream = _tcp.GetStream();
        while (await stream.ReadAtLeastAsync(header, FrameHeaderLength, throwOnEndOfStream: false) == FrameHeaderLength)
        {
            types.Add(header[3]);
            await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(header) >> 8]);
        }

        return types;
    }

    public void Dispose() => _tcp.Dispose();
}

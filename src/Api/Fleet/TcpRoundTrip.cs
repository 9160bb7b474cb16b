using System.Buffers.Binary;
using System.Net.Sockets;

namespace CleanLite.Api.Fleet;

/// <summary>
/// The smoothed round trip that the kernel keeps of every TCP connection: it costs one system call and asks nothing of the agent. Linux only;
/// elsewhere the figure is absent.
/// </summary>
internal static class TcpRoundTrip
{
    // getsockopt(IPPROTO_TCP, TCP_INFO): struct tcp_info of linux/tcp.h begins with 8 bytes of flags, then 15 words, then tcpi_rtt in microseconds.
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const int RoundTripOffset = 68;

    /// <summary>Milliseconds to the other side and back; null if the system cannot say or the connection is gone.</summary>
    public static double? Of(Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<byte> info = stackalloc byte[RoundTripOffset + sizeof(uint)];
        try
        {
            var length = socket.GetRawSocketOption(TcpLevel, TcpInfo, info);
            return length < info.Length ? null : BinaryPrimitives.ReadUInt32LittleEndian(info[RoundTripOffset..]) / 1_000.0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}

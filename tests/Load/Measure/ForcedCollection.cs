using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace CleanLite.Load.Measure;

/// <summary>
/// Has another .NET process collect its garbage: an event session with the keyword GCHeapCollect begins with a full collection (the runtime's diagnostic IPC
/// protocol, command set EventPipe, CollectTracing2).
/// </summary>
internal static class ForcedCollection
{
    private const byte EventPipe = 2;
    private const byte CollectTracing2 = 3;
    private const ulong GcHeapCollect = 0x80_0000;
    private const uint Informational = 4;
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);

    /// <summary>Twice, since finalizers free more; without a diagnostic port there is only the pause.</summary>
    public static async Task RunAsync(int pid)
    {
        for (var round = 0; round < 2; round++)
        {
            var port = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{pid}-*-socket").FirstOrDefault();
            using var session = port is null ? null : await BeginAsync(port);
            await Task.Delay(Settling);
        }
    }

    private static async Task<Socket> BeginAsync(string port)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(port));
        await socket.SendAsync(Request());
        return socket;
    }

    private static byte[] Request()
    {
        using var payload = new MemoryStream();
        using var writer = new BinaryWriter(payload, Encoding.Unicode);
        writer.Write(16u); // megabytes of buffer
        writer.Write(1u); // format: nettrace
        writer.Write(false); // no rundown
        writer.Write(1u); // providers
        writer.Write(GcHeapCollect);
        writer.Write(Informational);
        const string Provider = "Microsoft-Windows-DotNETRuntime\0";
        writer.Write(Provider.Length);
        writer.Write(Encoding.Unicode.GetBytes(Provider));
        writer.Write(0); // no arguments
        var body = payload.ToArray();

        var header = new byte[20];
        "DOTNET_IPC_V1\0"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(14), (ushort)(header.Length + body.Length));
        (header[16], header[17]) = (EventPipe, CollectTracing2);
        return [.. header, .. body];
    }
}

using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace CleanLite.Load.Measure;

/// <summary>
/// Has another .NET process collect its garbage: an event session with the keyword GCHeapCollect begins with a full collection (the runtime's diagnostic IPC
/// protocol, command set EventPipe, CollectTracing2 and StopTracing).
/// </summary>
internal static class ForcedCollection
{
    private const byte EventPipe = 2;
    private const byte StopTracing = 1;
    private const byte CollectTracing2 = 3;
    private const ulong GcHeapCollect = 0x80_0000;
    private const uint Informational = 4;
    private const int HeaderLength = 20;
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Twice, since finalizers free more; without a diagnostic port there is only the pause.</summary>
    public static async Task RunAsync(int pid)
    {
        for (var round = 0; round < 2; round++)
        {
            if (Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{pid}-*-socket").FirstOrDefault() is { } port) await CollectAsync(port).WaitAsync(Patience);
            else await Task.Delay(Settling);
        }
    }

    // A session that is only hung up on lives on in the process, with a thread and buffers, until it has something to write; and there may be 64.
    private static async Task CollectAsync(string port)
    {
        using var session = await AskAsync(port, CollectTracing2, Collection());
        var id = new byte[sizeof(ulong)];
        await session.ReadExactlyAsync(new byte[HeaderLength]);
        await session.ReadExactlyAsync(id);
        await Task.Delay(Settling);
        using var stopping = await AskAsync(port, StopTracing, id);
        await session.CopyToAsync(Stream.Null);
    }

    private static async Task<NetworkStream> AskAsync(string port, byte command, byte[] body)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(port));
        var header = new byte[HeaderLength];
        "DOTNET_IPC_V1\0"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(14), (ushort)(header.Length + body.Length));
        (header[16], header[17]) = (EventPipe, command);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync((byte[])[.. header, .. body]);
        return stream;
    }

    private static byte[] Collection()
    {
        using var body = new MemoryStream();
        using var writer = new BinaryWriter(body, Encoding.Unicode);
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
        return body.ToArray();
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CleanLite.Abuse.Servers;

namespace CleanLite.Abuse.WebSockets;

/// <summary>A WebSocket by hand: any bytes out, whole messages of the server in. The server's frames are never in fragments here.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly NetworkStream _network;
    private readonly BufferedStream _input;

    private RawSocket(Socket socket)
    {
        _network = new NetworkStream(socket, ownsSocket: true);
        _input = new BufferedStream(_network, 16 * 1024);
    }

    /// <summary>The answer to the handshake: its status, and the rest of the head.</summary>
    public (int Status, string Head) Answer { get; private set; }

    /// <summary>Sends a request for an upgrade and reads the head of the answer.</summary>
    public static async Task<RawSocket> ConnectAsync(IPEndPoint door, string target = "/live?channels=none", string? token = AbuseServer.ViewerToken, string extra = "")
    {
        var raw = await DialAsync(door);
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        await raw.SendAsync(Encoding.Latin1.GetBytes(
            $"GET {target} HTTP/1.1\r\nHost: localhost:{door.Port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{authorization}{extra}\r\n"));
        raw.Answer = await raw.ReadHeadAsync();
        return raw;
    }

    /// <summary>Connects and says nothing.</summary>
    public static async Task<RawSocket> DialAsync(IPEndPoint door)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(door);
        return new RawSocket(socket);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => _network.WriteAsync(bytes);

    /// <summary>The next message: its opcode and payload. A connection that ends without a close frame reads as a close with 1006.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReceiveAsync()
    {
        try
        {
            var head = new byte[2];
            await _input.ReadExactlyAsync(head);
            var payload = new byte[await LengthAsync(head[1])];
            await _input.ReadExactlyAsync(payload);
            return (head[0] & 15, payload);
        }
        catch (IOException)
        {
            return (ClientFrame.Close, [1006 >> 8, 1006 & 255]);
        }
    }

    /// <summary>The next text that is no welcome and no heartbeat, or the close.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReplyAsync()
    {
        while (true)
        {
            var (opcode, payload) = await ReceiveAsync();
            if (opcode == ClientFrame.Close || (opcode == ClientFrame.Text && !payload.AsSpan().StartsWith("{\"type\":\"heartbeat\""u8) && !payload.AsSpan().StartsWith("{\"type\":\"welcome\""u8)))
                return (opcode, payload);
        }
    }

    /// <summary>Reads to the close frame and returns its code.</summary>
    public async Task<(int Code, string Reason)> ReadToCloseAsync()
    {
        while (true)
        {
            var (opcode, payload) = await ReceiveAsync();
            if (opcode == ClientFrame.Close) return payload.Length < 2 ? (1005, "") : (BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload.AsSpan(2)));
        }
    }

    /// <summary>Reads the head of an answer over HTTP/1.1, and a body of a told length with it; status 0: there was none.</summary>
    public async Task<(int Status, string Head)> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        try
        {
            while (!EndsWithEmptyLine(head))
            {
                if (await _input.ReadAsync(one) == 0) return (0, head.ToString());
                head.Append((char)one[0]);
            }

            var text = head.ToString();
            var body = new byte[Math.Min(ContentLengthOf(text), 64 * 1024)];
            await _input.ReadExactlyAsync(body);
            return (int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text + Encoding.UTF8.GetString(body));
        }
        catch (IOException)
        {
            return (0, head.ToString());
        }
    }

    public void Dispose()
    {
        _input.Dispose();
        _network.Dispose();
    }

    private static bool EndsWithEmptyLine(StringBuilder head) => head.Length >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';

    private static int ContentLengthOf(string head)
    {
        const string Name = "\r\nContent-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return 0;
        var value = head.AsSpan(at + Name.Length);
        return int.Parse(value[..value.IndexOf('\r')], CultureInfo.InvariantCulture);
    }

    private async Task<int> LengthAsync(byte said)
    {
        var length = said & 127;
        if (length < 126) return length;
        var more = new byte[length == 126 ? 2 : 8];
        await _input.ReadExactlyAsync(more);
        return more.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(more) : (int)BinaryPrimitives.ReadInt64BigEndian(more);
    }
}

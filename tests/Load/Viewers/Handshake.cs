using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace CleanLite.Load.Viewers;

/// <summary>The client's side of the WebSocket opening handshake (RFC 6455, 4.1), over a socket of its own.</summary>
internal static class Handshake
{
    private const int MaxAnswer = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Connects and upgrades; returns the socket and what came after the answer's headers.</summary>
    /// <exception cref="InvalidDataException">The server answered with something else; its first line is in the message.</exception>
    public static async Task<(Socket Socket, byte[] Early)> OpenAsync(Uri server, string pathAndQuery, string? subprotocol, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            await socket.ConnectAsync(IPAddress.Loopback, server.Port, patience.Token);
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            await socket.SendAsync(Encoding.ASCII.GetBytes(RequestOf(server, pathAndQuery, subprotocol, key)), SocketFlags.None, patience.Token);
            var early = await ReadAnswerAsync(socket, key, patience.Token);
            socket.Blocking = false;
            return (socket, early);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string RequestOf(Uri server, string pathAndQuery, string? subprotocol, string key) =>
        $"GET {pathAndQuery} HTTP/1.1\r\nHost: {server.Host}:{server.Port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
        + (subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n")
        + "\r\n";

    private static async Task<byte[]> ReadAnswerAsync(Socket socket, string key, CancellationToken cancellation)
    {
        var buffer = new byte[MaxAnswer];
        var length = 0;
        int end;
        while ((end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = length < buffer.Length ? await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, cancellation) : 0;
            if (read == 0) throw new InvalidDataException("The server ended the connection before its answer was complete.");
            length += read;
        }

        var answer = Encoding.ASCII.GetString(buffer, 0, end);
        if (!answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal)) throw new InvalidDataException(answer.Split('\r')[0]);
        if (!answer.Contains(AcceptOf(key), StringComparison.Ordinal)) throw new InvalidDataException("Sec-WebSocket-Accept is wrong.");
        return buffer[(end + 4)..length];
    }

    // The protocol names SHA-1; it proves that the server read the key, and protects nothing.
#pragma warning disable CA5350
    private static string AcceptOf(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
}

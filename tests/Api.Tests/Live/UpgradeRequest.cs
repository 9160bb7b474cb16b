using System.Net.Sockets;
using System.Text;

namespace CleanLite.Api.Tests.Live;

/// <summary>An opening handshake written by hand, right but for what a test changes.</summary>
internal sealed class UpgradeRequest(Uri server)
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Host"] = server.Authority,
        ["Connection"] = "Upgrade",
        ["Upgrade"] = "websocket",
        ["Sec-WebSocket-Version"] = "13",
        ["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ==",
    };

    public string Target { get; init; } = "/live";

    /// <summary>Sets a header, or takes it away.</summary>
    public UpgradeRequest With(string name, string? value)
    {
        if (value is null) _headers.Remove(name);
        else _headers[name] = value;
        return this;
    }

    /// <summary>Sends it and returns the status and the head and body of the answer as text, as far as they came at once.</summary>
    public async Task<(int Status, string Text)> SendAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        var head = string.Concat(_headers.Select(h => $"{h.Key}: {h.Value}\r\n"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {Target} HTTP/1.1\r\n{head}\r\n"));
        var (buffer, filled) = (new byte[16 * 1024], 0);
        using var patience = new CancellationTokenSource(Eventually.Patience);
        while (!IsWhole(buffer.AsSpan(0, filled)))
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled), patience.Token);
            if (read == 0) break;
            filled += read;
        }

        var text = Encoding.UTF8.GetString(buffer, 0, filled);
        return (int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), text);
    }

    // An upgraded connection stays open: its head is enough. A problem document is sent in chunks, the last of which is empty.
    private static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("\r\n\r\n"u8) >= 0 && (bytes.StartsWith("HTTP/1.1 101"u8) || bytes.EndsWith("0\r\n\r\n"u8));
}

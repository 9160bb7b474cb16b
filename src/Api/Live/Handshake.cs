using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace CleanLite.Api.Live;

/// <summary>The opening handshake of a WebSocket as its headers have it: RFC 6455 section 4.2, and RFC 8441 for HTTP/2, which has no key.</summary>
internal sealed class Handshake
{
    /// <summary>The subprotocol that this server speaks.</summary>
    public const string Subprotocol = "cleanlite.v1.json";

    private const string Version = "13";
    private const int KeyBytes = 16;

    private Handshake(string? key, bool subprotocolOffered) => (Key, SubprotocolOffered) = (key, subprotocolOffered);

    /// <summary>True if the client named the subprotocol; the answer names it only then.</summary>
    public bool SubprotocolOffered { get; }

    private string? Key { get; }

    /// <summary>Reads the headers, or says what is wrong with them.</summary>
    public static Handshake? Read(IHeaderDictionary headers, bool withKey, out HandshakeFault? fault)
    {
        fault = FaultOf(headers, withKey);
        if (fault is not null) return null;
        var key = withKey ? headers.SecWebSocketKey.ToString() : null;
        return new Handshake(key, Offered(headers).Length > 0);
    }

    /// <summary>Writes the headers of the answer.</summary>
    public void Answer(IHeaderDictionary headers)
    {
        if (SubprotocolOffered) headers.SecWebSocketProtocol = Subprotocol;
        if (Key is null) return;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = AcceptOf(Key);
    }

    /// <summary>The proof that the server speaks WebSocket: section 4.2.2, step 5.4.</summary>
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "RFC 6455 prescribes SHA-1; it protects nothing.")]
    internal static string AcceptOf(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));

    private static HandshakeFault? FaultOf(IHeaderDictionary headers, bool withKey)
    {
        if (headers.SecWebSocketVersion != Version)
            return new HandshakeFault(StatusCodes.Status426UpgradeRequired, "bad_version", "The WebSocket version is 13.");
        if (withKey && !IsKey(headers.SecWebSocketKey.ToString()))
            return new HandshakeFault(StatusCodes.Status400BadRequest, "bad_key", "Sec-WebSocket-Key takes 16 bytes in base64.");
        var offered = Offered(headers);
        return offered.Length == 0 || offered.Contains(Subprotocol)
            ? null
            : new HandshakeFault(StatusCodes.Status400BadRequest, "unknown_subprotocol", $"The subprotocol is {Subprotocol}.");
    }

    private static bool IsKey(string key) => Base64.IsValid(key, out var bytes) && bytes == KeyBytes;

    private static string[] Offered(IHeaderDictionary headers) => headers.GetCommaSeparatedValues("Sec-WebSocket-Protocol");
}

using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using CleanLite.Application.Live;

namespace CleanLite.Api.Live;

/// <summary>The opening handshake of a WebSocket as its headers have it: RFC 6455 section 4.2, and RFC 8441 for HTTP/2, which has no key.</summary>
internal sealed class Handshake
{
    /// <summary>The subprotocols that this server speaks; who offers none is spoken to in the first.</summary>
    public static readonly IReadOnlyList<string> Subprotocols = ["cleanlite.v1.json", "cleanlite.v1.protobuf"];

    private const string Version = "13";
    private const int KeyBytes = 16;

    private Handshake(string? key, string? subprotocol) => (Key, Subprotocol) = (key, subprotocol);

    /// <summary>The first subprotocol that the client offered and the server speaks; null if it offered none, and then the answer names none.</summary>
    public string? Subprotocol { get; }

    /// <summary>How the viewer is to be spoken to.</summary>
    public LiveEncoding Encoding => Subprotocol == Subprotocols[1] ? LiveEncoding.Protobuf : LiveEncoding.Json;

    private string? Key { get; }

    /// <summary>Reads the headers, or says what is wrong with them.</summary>
    public static Handshake? Read(IHeaderDictionary headers, bool withKey, out HandshakeFault? fault)
    {
        fault = FaultOf(headers, withKey);
        if (fault is not null) return null;
        var key = withKey ? headers.SecWebSocketKey.ToString() : null;
        return new Handshake(key, ChosenOf(headers));
    }

    /// <summary>Writes the headers of the answer.</summary>
    public void Answer(IHeaderDictionary headers)
    {
        if (Subprotocol is not null) headers.SecWebSocketProtocol = Subprotocol;
        if (Key is null) return;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = AcceptOf(Key);
    }

    /// <summary>The proof that the server speaks WebSocket: section 4.2.2, step 5.4.</summary>
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "RFC 6455 prescribes SHA-1; it protects nothing.")]
    internal static string AcceptOf(string key) =>
        Convert.ToBase64String(SHA1.HashData(System.Text.Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));

    private static HandshakeFault? FaultOf(IHeaderDictionary headers, bool withKey)
    {
        if (headers.SecWebSocketVersion != Version)
            return new HandshakeFault(StatusCodes.Status426UpgradeRequired, "bad_version", "The WebSocket version is 13.");
        if (withKey && !IsKey(headers.SecWebSocketKey.ToString()))
            return new HandshakeFault(StatusCodes.Status400BadRequest, "bad_key", "Sec-WebSocket-Key takes 16 bytes in base64.");
        return Offered(headers).Length == 0 || ChosenOf(headers) is not null
            ? null
            : new HandshakeFault(
                StatusCodes.Status400BadRequest, "unknown_subprotocol", $"The subprotocols are {string.Join(" and ", Subprotocols)}.");
    }

    private static bool IsKey(string key) => Base64.IsValid(key, out var bytes) && bytes == KeyBytes;

    private static string? ChosenOf(IHeaderDictionary headers) => Array.Find(Offered(headers), Subprotocols.Contains);

    private static string[] Offered(IHeaderDictionary headers) => headers.GetCommaSeparatedValues("Sec-WebSocket-Protocol");
}

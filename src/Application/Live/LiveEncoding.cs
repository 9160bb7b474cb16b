namespace CleanLite.Application.Live;

/// <summary>How the server's messages stand on the wire; the subprotocol names it. They say the same either way.</summary>
public enum LiveEncoding
{
    /// <summary>Text messages, one JSON object each: <c>cleanlite.v1.json</c>.</summary>
    Json,

    /// <summary>Binary messages of <c>protos/cleanlite/live/v1/live.proto</c>: <c>cleanlite.v1.protobuf</c>.</summary>
    Protobuf,
}

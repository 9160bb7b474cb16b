namespace CleanLite.Abuse.Categories;

/// <summary>One way to misuse HTTP/2: what is sent after the greeting, and how it must end.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Expected">The kinds that are right, with | between them; behind a ~ those that RFC 9113 does not have and Kestrel gives.</param>
/// <param name="Bytes">What is sent.</param>
/// <param name="Greets">False: what is sent stands in place of the greeting.</param>
internal sealed record FrameCase(string Name, string Expected, byte[] Bytes, bool Greets = true)
{
    /// <summary>The connection goes on, and a call made after it is answered.</summary>
    public const string Alive = "alive";

    public const string Protocol = "goaway ProtocolError";

    public const string Size = "goaway FrameSizeError";

    public const string Closed = "goaway StreamClosed|rst StreamClosed";

    /// <summary>A malformed header that Kestrel lets pass: the call goes on, and lacks its message then.</summary>
    public const string Taken = "grpc Internal";

    public const string Compression = "goaway CompressionError";

    public const string Flow = "goaway FlowControlError";

    /// <summary>A malformed request: an error of the stream, which a server may take for one of the connection (RFC 9113, sections 8.1.1 and 5.4.1).</summary>
    public const string Malformed = "rst ProtocolError|goaway ProtocolError";
}

namespace Grpc.Core;

/// <summary>How one message is written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>The message may wait in a buffer; a later one or the end of the call pushes it out.</summary>
    BufferHint = 0x1,

    /// <summary>The message is not compressed even if the call is.</summary>
    NoCompress = 0x2,
}

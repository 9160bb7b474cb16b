namespace CleanLite.Api.Ingest;

/// <summary>Why bytes are not a protobuf message.</summary>
internal enum WireFault
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>They end inside a field.</summary>
    Truncated,

    /// <summary>A varint goes on after its tenth byte.</summary>
    OverlongVarint,

    /// <summary>A length of 2^31 or more.</summary>
    NegativeLength,

    /// <summary>A field number of 0.</summary>
    BadTag,

    /// <summary>Wire type 6 or 7, or the end of a group that never began.</summary>
    BadWireType,

    /// <summary>A group that another group's end closes.</summary>
    BadGroup,

    /// <summary>Nested too deep.</summary>
    TooDeep,

    /// <summary>Google.Protobuf refuses them.</summary>
    Refused,

    /// <summary>The transport's frame around the message is wrong.</summary>
    BadFrame,

    /// <summary>More than a message of this kind may hold.</summary>
    TooLarge,

    /// <summary>They came as text.</summary>
    Text,
}

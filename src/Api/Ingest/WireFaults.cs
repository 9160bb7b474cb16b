namespace CleanLite.Api.Ingest;

/// <summary>Faults in words for the agent's author.</summary>
internal static class WireFaults
{
    /// <summary>What is wrong with a message of type <paramref name="message"/>.</summary>
    public static string Describe(WireFault fault, string message) => $"The bytes received are not a valid cleanlite.v1.{message}: " + fault switch
    {
        WireFault.Truncated => "they end inside a field.",
        WireFault.OverlongVarint => "a varint has more than 10 bytes.",
        WireFault.NegativeLength => "a length is 2^31 or more.",
        WireFault.BadTag => "a field has number 0.",
        WireFault.BadWireType => "a field has a wire type that does not exist here.",
        WireFault.BadGroup => "a group ends that did not begin.",
        WireFault.TooDeep => "groups are nested too deep.",
        WireFault.BadFrame => "the frame around them has an unknown flag.",
        WireFault.Text => "they came as text; messages are binary.",
        WireFault.TooLarge =>
            "they are more than the server takes of a message of this kind: its first (Fleet:MaxHelloBytes), a batch (Ingest:MaxBatchBytes), "
            + $"or any other ({AgentMessageBody.MaxBytes} bytes, and as many series as a batch).",
        _ => "the protobuf parser refused them.",
    };
}

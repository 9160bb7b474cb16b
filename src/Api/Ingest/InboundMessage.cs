using CleanLite.Domain.Ingest;
using CleanLite.V1;

namespace CleanLite.Api.Ingest;

/// <summary>What an agent sent on its stream: a batch, as columns; any other message, as generated; or bytes that are no message.</summary>
internal sealed class InboundMessage : IDisposable
{
    private InboundMessage()
    {
    }

    /// <summary>Why the bytes are no message; <see cref="WireFault.None"/> if they are one.</summary>
    public WireFault Fault { get; private init; }

    /// <summary>Bytes of the message, after decompression.</summary>
    public int Length { get; private init; }

    /// <summary>The batch, if it is one.</summary>
    public BatchColumns? Batch { get; private init; }

    /// <summary>The batch's number.</summary>
    public ulong Sequence { get; private init; }

    /// <summary>The message, if it is not a batch.</summary>
    public AgentMessage? Other { get; private init; }

    public static InboundMessage OfBatch(BatchColumns batch, ulong sequence, int length) => new() { Batch = batch, Sequence = sequence, Length = length };

    public static InboundMessage Of(AgentMessage message, int length) => new() { Other = message, Length = length };

    public static InboundMessage Malformed(WireFault fault) => new() { Fault = fault };

    public void Dispose() => Batch?.Dispose();
}

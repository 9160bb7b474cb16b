using System.Buffers;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;

namespace CleanLite.Api.Ingest;

/// <summary>
/// Reads what agents send. Batches go straight from the wire into columns, which is ten times cheaper than through generated messages
/// (docs/decisions/0004); everything else goes through Google.Protobuf.
/// </summary>
internal sealed class BatchDecoder(IngestOptions options)
{
    // The message of a point with two short labels takes about this many bytes.
    private const int UsualSeriesBytes = 64;

    private const uint SequenceTag = 1 << 3;
    private const uint SeriesTag = (2 << 3) | 2;
    private const uint AgentIdTag = (1 << 3) | 2;
    private const uint AgentLabelsTag = (3 << 3) | 2;

    /// <summary>Reads an <c>AgentMessage</c>.</summary>
    public InboundMessage ReadMessage(in ReadOnlySequence<byte> payload)
    {
        if (payload.IsSingleSegment) return ReadMessage(payload.FirstSpan);
        using var copy = new PooledCopy(payload);
        return ReadMessage(copy.Bytes);
    }

    /// <summary>Reads an <c>IngestRequest</c>.</summary>
    public InboundRequest ReadRequest(in ReadOnlySequence<byte> payload)
    {
        if (payload.IsSingleSegment) return ReadRequest(payload.FirstSpan);
        using var copy = new PooledCopy(payload);
        return ReadRequest(copy.Bytes);
    }

    /// <summary>Reads an <c>AgentMessage</c>.</summary>
    public InboundMessage ReadMessage(ReadOnlySpan<byte> message)
    {
        BatchColumns? batch = null;
        var sequence = 0UL;
        var (isBatch, hasOther) = (false, false);
        var reader = new WireReader(message);
        while (reader.NextField(out var tag))
        {
            if (tag == AgentMessageBody.BatchTag)
            {
                // A oneof: a batch after a batch continues it, a batch after anything else starts anew.
                batch ??= NewBatch(message.Length);
                if (!isBatch) batch.Clear();
                if (!isBatch) sequence = 0;
                isBatch = true;
                reader.Fail(ReadBatch(reader.ReadBytes(), batch, ref sequence));
                continue;
            }

            if (AgentMessageBody.IsBody(tag)) (isBatch, hasOther) = (false, true);
            reader.Skip(tag);
        }

        if (reader.Fault == WireFault.None && isBatch && !hasOther) return InboundMessage.OfBatch(batch!, sequence, message.Length);
        return Finish(message, reader.Fault, isBatch, batch, sequence);
    }

    /// <summary>Reads an <c>IngestRequest</c>.</summary>
    public InboundRequest ReadRequest(ReadOnlySpan<byte> message)
    {
        var batch = NewBatch(message.Length);
        var decoder = DecoderInto(batch);
        var labels = new LabelFold();
        ReadOnlySpan<byte> agentId = default;
        var reader = new WireReader(message);
        while (reader.NextField(out var tag))
        {
            if (tag == SeriesTag) reader.Fail(decoder.Add(reader.ReadBytes()));
            else if (tag == AgentIdTag) agentId = reader.ReadBytes();
            else if (tag == AgentLabelsTag) reader.Fail(labels.Add(reader.ReadBytes()));
            else reader.Skip(tag);
        }

        return new InboundRequest
        {
            Fault = reader.Fault,
            AgentId = labels.TextOf(agentId),
            Labels = labels.ToLabels(),
            HasInvalidText = labels.HasInvalidText,
            Batch = batch,
        };
    }

    // Anything but a batch by itself: the generated types read it, batches within it aside, which have been read here.
    private InboundMessage Finish(ReadOnlySpan<byte> message, WireFault fault, bool isBatch, BatchColumns? batch, ulong sequence)
    {
        var other = fault == WireFault.None ? AgentMessageBody.Read(message, options.MaxSeriesPerBatch, out fault) : null;
        if (other is not null && isBatch) return InboundMessage.OfBatch(batch!, sequence, message.Length);
        batch?.Dispose();
        return other is null ? InboundMessage.Malformed(fault) : InboundMessage.Of(other, message.Length);
    }

    private WireFault ReadBatch(ReadOnlySpan<byte> message, BatchColumns batch, ref ulong sequence)
    {
        var decoder = DecoderInto(batch);
        var reader = new WireReader(message, depth: 1);
        while (reader.NextField(out var tag))
        {
            if (tag == SeriesTag) reader.Fail(decoder.Add(reader.ReadBytes()));
            else if (tag == SequenceTag) sequence = reader.ReadVarint();
            else reader.Skip(tag);
        }

        return reader.Fault;
    }

    private BatchColumns NewBatch(int bytes) =>
        new(TimeSeriesIdentity.Read, Math.Min(bytes / UsualSeriesBytes, options.MaxSeriesPerBatch) + 1);

    private TimeSeriesDecoder DecoderInto(BatchColumns batch) => new(batch, options.MaxSeriesPerBatch, options.MaxPointsPerBatch);
}

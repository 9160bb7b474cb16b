using System.Runtime.InteropServices;
using CleanLite.Api.Ingest;
using CleanLite.Domain.Ingest;
using CleanLite.Load.Agents;

namespace CleanLite.Benchmarks.Ingest;

/// <summary>A batch whose series the server knows after the first time, with timestamps that move on.</summary>
internal sealed class KnownBatch : IDisposable
{
    private readonly InboundMessage _message;
    private readonly BatchShape _shape;

    public KnownBatch(BatchDecoder decoder, BatchShape shape)
    {
        _shape = shape;
        Template = new BatchTemplate(shape);
        Template.Patch(1, DateTimeOffset.UtcNow.AddMinutes(-30).ToUnixTimeMilliseconds(), 0);
        _message = decoder.ReadMessage(Template.Bytes);
    }

    /// <summary>The same as bytes.</summary>
    public BatchTemplate Template { get; }

    public BatchColumns Columns => _message.Batch!;

    /// <summary>Every point is a batch later than before. Writes where only the door writes: a new batch each time would be measured too.</summary>
    public void MoveOn()
    {
        var timestamps = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(Columns.Timestamps), Columns.Timestamps.Length);
        foreach (ref var timestamp in timestamps) timestamp += _shape.PointsPerSeries;
    }

    public void Dispose() => _message.Dispose();
}

using BenchmarkDotNet.Attributes;
using CleanLite.Api.Ingest;
using CleanLite.Application.Ingest;
using CleanLite.Load.Agents;
using CleanLite.V1;

namespace CleanLite.Benchmarks.Ingest;

/// <summary>From bytes to columns, beside the generated parser. Per batch.</summary>
public class DecoderBenchmarks
{
    private readonly BatchDecoder _decoder = new(new IngestOptions());
    private byte[] _bytes = [];

    [Params("100x1", "1000x1", "100x10")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var template = new BatchTemplate(BatchShape.Parse(Shape));
        template.Patch(1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 0);
        _bytes = template.Bytes;
    }

    [Benchmark(Baseline = true)]
    public int GoogleProtobuf() => AgentMessage.Parser.ParseFrom(_bytes).Batch.Series.Count;

    [Benchmark]
    public int BatchDecoder()
    {
        using var message = _decoder.ReadMessage(_bytes);
        return message.Batch!.Points;
    }
}

using BenchmarkDotNet.Attributes;
using CleanLite.Api.Ingest;
using CleanLite.Application.Ingest;
using CleanLite.Load.Agents;

namespace CleanLite.Benchmarks.Ingest;

/// <summary>The FluentValidation rules over a batch without a fault. Per batch.</summary>
public class ValidationBenchmarks
{
    private readonly IngestOptions _options = new();
    private IngestBatchValidator _validator = null!;
    private KnownBatch _batch = null!;

    [Params("100x1", "1000x1", "100x10")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _validator = new IngestBatchValidator(_options, TimeProvider.System);
        _batch = new KnownBatch(new BatchDecoder(_options), BatchShape.Parse(Shape));
    }

    [GlobalCleanup]
    public void Cleanup() => _batch.Dispose();

    [Benchmark]
    public bool Validate() => _validator.Validate(_batch.Columns).IsValid;
}

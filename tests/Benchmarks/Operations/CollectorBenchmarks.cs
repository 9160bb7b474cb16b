using BenchmarkDotNet.Attributes;
using CleanLite.Application.Ingest;
using CleanLite.Application.Operations;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Ingest;
using CleanLite.Testing;
using MediatR;

namespace CleanLite.Benchmarks.Operations;

/// <summary>What the server's own figures cost: a batch on its way in, with and without /metrics listening, and what else is noted.</summary>
public class CollectorBenchmarks
{
    private static readonly BatchResult Good = new() { Status = BatchStatus.Accepted, AcceptedPoints = 100 };

    private readonly IngestMetrics _unheard = new(new TestMeters(), TimeProvider.System);
    private Composition _server = null!;
    private IngestMetrics _ingest = null!;
    private IOperationsRecorder _operations = null!;
    private IRequestTracker _requests = null!;
    private ISender _sender = null!;

    [GlobalSetup]
    public void Setup()
    {
        _server = new Composition();
        (_ingest, _operations) = (_server.Get<IngestMetrics>(), _server.Get<IOperationsRecorder>());
        (_requests, _sender) = (_server.Get<IRequestTracker>(), _server.Get<ISender>());
    }

    [GlobalCleanup]
    public async Task Cleanup() => await _server.DisposeAsync();

    [Benchmark(Baseline = true)]
    public void BatchUnheard() => Batch(_unheard);

    [Benchmark]
    public void Batch() => Batch(_ingest);

    [Benchmark]
    public void CallInFlight()
    {
        using var request = _requests.Begin("grpc/Ingest");
        request.Identify("web-1", "");
    }

    [Benchmark]
    public void Event() => _operations.Note(Severity.Info, "agent.connected", "Agent web-1 is there.", "web-1");

    [Benchmark]
    public Task<SystemMetrics> Snapshot() => _sender.Send(new GetSystemMetricsQuery());

    private void Batch(IngestMetrics ingest)
    {
        var started = ingest.Begin();
        ingest.Received(4_096, isWhole: true);
        _operations.MessageProcessed();
        ingest.Answered(Good, started);
    }
}

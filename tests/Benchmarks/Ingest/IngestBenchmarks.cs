using BenchmarkDotNet.Attributes;
using CleanLite.Api.Ingest;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;
using CleanLite.Load.Agents;
using MediatR;

namespace CleanLite.Benchmarks.Ingest;

/// <summary>
/// The whole use case in the composed server: identify, validate, publish each point, latest state, and the broadcaster's part without viewers.
/// Per batch.
/// </summary>
public class IngestBenchmarks
{
    private Composition _server = null!;
    private ISender _sender = null!;
    private KnownBatch _batch = null!;
    private IngestBatchCommand _command = null!;

    [Params("100x1", "1000x1", "100x10")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _server = new Composition();
        _sender = _server.Get<ISender>();
        _batch = new KnownBatch(_server.Get<BatchDecoder>(), BatchShape.Parse(Shape));
        _command = new IngestBatchCommand(new BatchOrigin.FromCall(Composition.Agent, LabelSet.Empty), _batch.Columns);
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _batch.Dispose();
        await _server.DisposeAsync();
    }

    [Benchmark]
    public async Task<int> HandleAsync()
    {
        _batch.MoveOn();
        var answer = await _sender.Send(_command);
        _server.Feed.Drain();
        return answer.Result!.AcceptedPoints == _batch.Columns.Points
            ? answer.Result.AcceptedPoints
            : throw new InvalidOperationException($"{answer.Result.Status}: {answer.Result.AcceptedPoints} of {_batch.Columns.Points} points.");
    }
}

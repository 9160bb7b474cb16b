using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Live.Feeds;

namespace CleanLite.Benchmarks.Live;

/// <summary>A point as JSON: from the series' ready-made text, and with the framework's writer. Per point.</summary>
public class EncodingBenchmarks
{
    private readonly byte[] _target = new byte[1024];
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private Utf8JsonWriter _writer = null!;
    private Series _series = null!;
    private SeriesText _text = null!;

    [Params(12345.25, 12345, 0.1234567890123)]
    public double Value { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var definition = new SeriesDefinition(
            MetricName.Parse("system.cpu.utilization"), LabelSet.Of(("cpu", "12"), ("mode", "user")), "1", MetricKind.Gauge);
        _series = new Series(0, Composition.Agent, definition);
        _text = new SeriesText(_series);
        _writer = new Utf8JsonWriter(_buffer);
    }

    [GlobalCleanup]
    public void Cleanup() => _writer.Dispose();

    [Benchmark]
    public int PointEncoder() => Infrastructure.Live.Feeds.PointEncoder.Write(_target, _text, 1_763_622_000_000, Value);

    [Benchmark(Baseline = true)]
    public int Utf8JsonWriter()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteString("agent"u8, _series.Agent.Value);
        _writer.WriteString("metric"u8, _series.Metric.Value);
        _writer.WriteStartObject("labels"u8);
        foreach (var label in _series.Labels.Items) _writer.WriteString(label.Name, label.Value);
        _writer.WriteEndObject();
        _writer.WriteNumber("timestamp"u8, 1_763_622_000_000);
        _writer.WriteNumber("value"u8, Value);
        _writer.WriteString("unit"u8, _series.Unit);
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenCount;
    }
}

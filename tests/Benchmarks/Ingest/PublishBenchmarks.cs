using BenchmarkDotNet.Attributes;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Benchmarks.Ingest;

/// <summary>One notification through MediatR to two handlers that are singletons, as in the server. Per point.</summary>
public class PublishBenchmarks
{
    private readonly MetricPoint _point = new(
        new Series(0, Composition.Agent, new SeriesDefinition(MetricName.Parse("load.metric.1"), LabelSet.Empty)), 1, 2);

    private ServiceProvider _services = null!;
    private IPublisher _publisher = null!;

    [GlobalSetup]
    public void Setup()
    {
        _services = new ServiceCollection()
            .AddSingleton<INotificationHandler<MetricPointAccepted>, IgnorePoint>()
            .AddSingleton<INotificationHandler<MetricPointAccepted>, IgnorePointToo>()
            .AddMediatR(mediator =>
            {
                mediator.Lifetime = ServiceLifetime.Singleton;
                mediator.RegisterServicesFromAssemblyContaining<IngestBatchCommand>();
            })
            .BuildServiceProvider();
        _publisher = _services.GetRequiredService<IPublisher>();
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    [Benchmark]
    public Task Publish() => _publisher.Publish(new MetricPointAccepted(_point));
}

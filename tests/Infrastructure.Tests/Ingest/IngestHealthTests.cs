using CleanLite.Application.Ingest;
using CleanLite.Application.Operations;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Ingest;
using CleanLite.Testing;

namespace CleanLite.Infrastructure.Tests.Ingest;

public sealed class IngestHealthTests
{
    [Fact]
    public void Read_AfterARetry_IsDegradedForAWhile()
    {
        var time = new FakeTime();
        var metrics = new IngestMetrics(new TestMeters(), time);
        var health = new IngestHealth(metrics);
        metrics.Answered(new BatchResult { Status = BatchStatus.Accepted }, metrics.Begin());
        health.Read().State.ShouldBe(HealthState.Healthy);

        metrics.Answered(BatchResult.RetryAfter(500), metrics.Begin());
        health.Read().State.ShouldBe(HealthState.Degraded);
        time.Advance(IngestHealth.Memory - TimeSpan.FromMilliseconds(1));
        health.Read().State.ShouldBe(HealthState.Degraded);
        time.Advance(TimeSpan.FromMilliseconds(1));
        health.Read().State.ShouldBe(HealthState.Healthy);
        metrics.Retries.ShouldBe(1);
    }
}

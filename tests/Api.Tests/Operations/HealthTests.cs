using System.Net;
using CleanLite.Api.Hosting;
using CleanLite.Api.Operations;
using CleanLite.Application.Fleet;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using CleanLite.Grpc.Health.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using ServingStatus = CleanLite.Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CleanLite.Api.Tests.Operations;

public sealed class HealthTests
{
    private readonly FakeProbe _probe = new();

    [Fact]
    public async Task Health_HasTheFieldsOfTheContract()
    {
        await using var server = await StartAsync();
        var health = await server.GetJsonAsync("/health");

        health.EnumerateObject().Select(p => p.Name).ShouldBe(["status", "version", "uptimeSeconds", "agents", "viewers", "grpcPort", "channels", "checks"]);
        health.GetProperty("status").GetString().ShouldBe("Healthy");
        health.GetProperty("channels").EnumerateArray().Select(c => c.GetString()).ShouldContain("metrics");
        health.GetProperty("checks").EnumerateObject().Select(c => c.Name).ShouldBe(["lifecycle", "ingest", "live", "fleet", "series", "configs", "activity", "test"], ignoreOrder: true);
        health.GetProperty("checks").GetProperty("test").ToString().ShouldBe("""{"status":"Healthy","description":"All is well."}""");
    }

    [Theory]
    [InlineData(HealthState.Healthy, "Healthy", 200, 200, 200, ServingStatus.Serving)]
    [InlineData(HealthState.Degraded, "Degraded", 200, 200, 200, ServingStatus.Serving)]
    [InlineData(HealthState.Unhealthy, "Unhealthy", 503, 503, 503, ServingStatus.NotServing)]
    public async Task Health_OfAPart_ShowsOnEveryDoor(HealthState state, string status, int health, int live, int ready, ServingStatus serving)
    {
        await using var server = await StartAsync();
        _probe.Reading = new HealthReading(state, "As told.");

        using var response = await server.GetAsync("/health");
        ((int)response.StatusCode).ShouldBe(health);
        (await response.Content.ReadAsStringAsync()).ShouldStartWith($$"""{"status":"{{status}}",""");
        ((int)(await server.GetAsync("/health/live")).StatusCode).ShouldBe(live);
        ((int)(await server.GetAsync("/health/ready")).StatusCode).ShouldBe(ready);
        foreach (var service in new[] { "", "cleanlite.v1.AgentService", "cleanlite.v1.OperationsService" })
        {
            var answer = await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest { Service = service });
            answer.Status.ShouldBe(serving);
        }
    }

    [Fact]
    public async Task Health_Overloaded_IsDegradedButReady()
    {
        await using var server = await StartAsync();
        server.Broadcaster.IsFull = true;
        await server.Client.IngestAsync(new V1.IngestRequest { AgentId = "a", Series = { Ingest.Samples.Series() } });

        var health = await server.GetJsonAsync("/health");
        health.GetProperty("status").GetString().ShouldBe("Degraded");
        health.GetProperty("checks").GetProperty("ingest").GetProperty("description").GetString().ShouldStartWith("Overloaded: 1 batches");
        (await server.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task GrpcWatch_StateChanges_AreTold()
    {
        var time = new FakeTime();
        await using var server = await StartAsync(time);
        using var call = new Health.HealthClient(server.Channel).Watch(new HealthCheckRequest());
        (await NextAsync(call)).ShouldBe(ServingStatus.Serving);

        _probe.Reading = HealthReading.Unhealthy("Broken.");
        (await NextAsync(call, time)).ShouldBe(ServingStatus.NotServing);
        _probe.Reading = HealthReading.Degraded("Mended, more or less.");
        (await NextAsync(call, time)).ShouldBe(ServingStatus.Serving);
        server.BeginStop();
        (await NextAsync(call)).ShouldBe(ServingStatus.NotServing);
    }

    [Fact]
    public void Report_FromStartToStop_IsReadyInBetween()
    {
        using var started = new CancellationTokenSource();
        using var stopping = new CancellationTokenSource();
        var lifetime = Substitute.For<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Returns(started.Token);
        lifetime.ApplicationStopping.Returns(stopping.Token);
        var report = new HealthReport(
            new ServerLifecycle(lifetime, TimeProvider.System), new Settings(), Substitute.For<IAgentRegistry>(), Substitute.For<ILiveViewers>(), [_probe]);

        (report.IsAlive, report.Readiness, report.Now().Status).ShouldBe((true, "starting", "Degraded"));
        started.Cancel();
        (report.IsAlive, report.Readiness, report.Now().Status).ShouldBe((true, "ready", "Healthy"));
        _probe.Reading = HealthReading.Unhealthy("Broken.");
        (report.IsAlive, report.Readiness, report.Now().Status).ShouldBe((false, "unhealthy", "Unhealthy"));
        _probe.Reading = HealthReading.Healthy("Mended.");
        stopping.Cancel();
        (report.IsAlive, report.Readiness, report.Now().Status).ShouldBe((true, "draining", "Degraded"));
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call, FakeTime? time = null)
    {
        var next = call.ResponseStream.MoveNext(CancellationToken.None);
        await Eventually.HoldsAsync(
            () =>
            {
                time?.Advance(TimeSpan.FromSeconds(1));
                return next.IsCompleted;
            },
            "the state is told");
        (await next).ShouldBeTrue();
        return call.ResponseStream.Current.Status;
    }

    private Task<TestServer> StartAsync(TimeProvider? time = null) =>
        TestServer.StartAsync(time: time, adjust: services => services.AddSingleton<IHealthProbe>(_probe));
}

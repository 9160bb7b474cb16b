using CleanLite.Grpc.Health.V1;
using Grpc.Core;
using static CleanLite.Grpc.Health.V1.HealthCheckResponse.Types;

namespace CleanLite.Api.Tests.Ingest;

public sealed class HealthDoorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("cleanlite.v1.AgentService")]
    public async Task Check_KnownService_IsServing(string service)
    {
        await using var server = await TestServer.StartAsync();
        (await ClientOf(server).CheckAsync(new HealthCheckRequest { Service = service })).Status.ShouldBe(ServingStatus.Serving);
    }

    [Fact]
    public async Task Check_UnknownService_IsNotFound()
    {
        await using var server = await TestServer.StartAsync();
        var error = await Should.ThrowAsync<RpcException>(() => ClientOf(server).CheckAsync(new HealthCheckRequest { Service = "nobody" }).ResponseAsync);
        error.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Watch_UntilTheServerStops_TellsEachStateOnce()
    {
        await using var server = await TestServer.StartAsync();
        using var known = ClientOf(server).Watch(new HealthCheckRequest());
        using var unknown = ClientOf(server).Watch(new HealthCheckRequest { Service = "nobody" });
        (await NextAsync(known)).ShouldBe(ServingStatus.Serving);
        (await NextAsync(unknown)).ShouldBe(ServingStatus.ServiceUnknown);
        var next = known.ResponseStream.MoveNext(CancellationToken.None);
        var end = unknown.ResponseStream.MoveNext(CancellationToken.None);
        next.IsCompleted.ShouldBeFalse();
        end.IsCompleted.ShouldBeFalse();

        var stopping = server.StopAsync();
        (await next.WaitAsync(Eventually.Patience)).ShouldBeTrue();
        known.ResponseStream.Current.Status.ShouldBe(ServingStatus.NotServing);
        (await Should.ThrowAsync<RpcException>(() => end.WaitAsync(Eventually.Patience))).StatusCode.ShouldBe(StatusCode.Unavailable);
        await stopping;
    }

    private static Health.HealthClient ClientOf(TestServer server) => new(server.Channel);

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Patience)).ShouldBeTrue();
        return call.ResponseStream.Current.Status;
    }
}

using CleanLite.Api.Operations;
using CleanLite.Grpc.Health.V1;
using CleanLite.V1;
using Grpc.Core;
using static CleanLite.Grpc.Health.V1.HealthCheckResponse.Types;

namespace CleanLite.Api.Ingest;

/// <summary>
/// The health service of gRPC (grpc/doc/health-checking.md): the server as a whole and the agents' service serve while <c>/health/ready</c> says so.
/// No credentials.
/// </summary>
internal sealed class HealthDoor(HealthReport report, IHostApplicationLifetime lifetime, TimeProvider time) : Health.HealthBase
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => IsKnown(request.Service)
        ? Task.FromResult(Now())
        : throw new RpcException(new Status(StatusCode.NotFound, "The service is not one of this server."));

    /// <inheritdoc/>
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var known = IsKnown(request.Service);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        ServingStatus? told = null;
        do
        {
            var status = known ? StatusNow() : ServingStatus.ServiceUnknown;
            if (status != told) await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, context.CancellationToken).ConfigureAwait(false);
            told = status;
        }
        while (await WaitAsync(either.Token).ConfigureAwait(false));

        if (told == ServingStatus.Serving && !context.CancellationToken.IsCancellationRequested)
            await responseStream.WriteAsync(Now(), context.CancellationToken).ConfigureAwait(false);
        throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
    }

    private static bool IsKnown(string service) =>
        service.Length == 0 || service == AgentDoorMethods.ServiceName || service == OperationsService.Descriptor.FullName;

    private HealthCheckResponse Now() => new() { Status = StatusNow() };

    private ServingStatus StatusNow() => report.IsReady ? ServingStatus.Serving : ServingStatus.NotServing;

    // False once there is nothing more to look at: the caller is gone, or the server stops.
    private async Task<bool> WaitAsync(CancellationToken end)
    {
        await Task.Delay(Look, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !end.IsCancellationRequested;
    }
}

using CleanLite.Grpc.Health.V1;
using Grpc.Core;
using static CleanLite.Grpc.Health.V1.HealthCheckResponse.Types;

namespace CleanLite.Api.Ingest;

/// <summary>
/// The health service of gRPC (grpc/doc/health-checking.md): the server as a whole and the agents' service serve from the start until the server is told
/// to stop. No credentials.
/// </summary>
internal sealed class HealthDoor(IHostApplicationLifetime lifetime) : Health.HealthBase
{
    /// <inheritdoc/>
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => IsKnown(request.Service)
        ? Task.FromResult(Now())
        : throw new RpcException(new Status(StatusCode.NotFound, "The service is not one of this server."));

    /// <inheritdoc/>
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var known = IsKnown(request.Service);
        var first = known ? Now() : new HealthCheckResponse { Status = ServingStatus.ServiceUnknown };
        await responseStream.WriteAsync(first, context.CancellationToken).ConfigureAwait(false);

        await StoppingAsync(context.CancellationToken).ConfigureAwait(false);
        if (known && first.Status == ServingStatus.Serving && !context.CancellationToken.IsCancellationRequested)
            await responseStream.WriteAsync(Now(), context.CancellationToken).ConfigureAwait(false);
        throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
    }

    private static bool IsKnown(string service) => service.Length == 0 || service == AgentDoorMethods.ServiceName;

    private HealthCheckResponse Now() => new()
    {
        Status = lifetime.ApplicationStopping.IsCancellationRequested ? ServingStatus.NotServing : ServingStatus.Serving,
    };

    private async Task StoppingAsync(CancellationToken gone)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, lifetime.ApplicationStopping);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

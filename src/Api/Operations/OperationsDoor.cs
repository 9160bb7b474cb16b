using CleanLite.Application.Operations;
using CleanLite.V1;
using Grpc.Core;
using MediatR;
using Severity = CleanLite.Domain.Activity.Severity;

namespace CleanLite.Api.Operations;

/// <summary>The gRPC service about the server itself (operations.proto): the same queries as HTTP.</summary>
internal sealed class OperationsDoor(ISender sender) : OperationsService.OperationsServiceBase
{
    public override async Task<V1.SystemMetrics> GetMetrics(GetMetricsRequest request, ServerCallContext context) =>
        (await sender.Send(new GetSystemMetricsQuery(), context.CancellationToken).ConfigureAwait(false)).ToMessage();

    public override async Task<ListEventsResponse> ListEvents(ListEventsRequest request, ServerCallContext context)
    {
        var levels = request.Levels.Select(LevelOf).ToHashSet();
        var limit = LimitOf(request.Limit, GetSystemEventsQuery.DefaultLimit, GetSystemEventsQuery.MaxLimit);
        var events = await sender.Send(new GetSystemEventsQuery(levels, limit), context.CancellationToken).ConfigureAwait(false);
        return new ListEventsResponse { Items = { events.Select(OperationsMessages.ToMessage) } };
    }

    public override async Task<ListActiveRequestsResponse> ListActiveRequests(ListActiveRequestsRequest request, ServerCallContext context)
    {
        var limit = LimitOf(request.Limit, GetActiveRequestsQuery.DefaultLimit, GetActiveRequestsQuery.MaxLimit);
        var requests = await sender.Send(new GetActiveRequestsQuery(limit), context.CancellationToken).ConfigureAwait(false);
        return new ListActiveRequestsResponse { Items = { requests.Select(OperationsMessages.ToMessage) } };
    }

    private static Severity LevelOf(V1.Severity level) => level switch
    {
        V1.Severity.Unspecified or V1.Severity.Info => Severity.Info,
        V1.Severity.Warn => Severity.Warn,
        V1.Severity.Error => Severity.Error,
        _ => throw Invalid($"levels holds {(int)level}; agent.proto lists the severities."),
    };

    private static int LimitOf(uint limit, int standard, int max) => limit <= max
        ? limit == 0 ? standard : (int)limit
        : throw Invalid($"limit is {limit}; 1 to {max} are allowed, and 0 for {standard}.");

    private static RpcException Invalid(string detail) => new(new Status(StatusCode.InvalidArgument, detail));
}

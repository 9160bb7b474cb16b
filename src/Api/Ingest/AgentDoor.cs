using CleanLite.Api.Fleet;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.V1;
using Grpc.Core;
using MediatR;
using BatchResult = CleanLite.V1.BatchResult;

namespace CleanLite.Api.Ingest;

/// <summary>
/// The gRPC service that agents call (agent.proto, <c>AgentService</c>; the walk of one point, step 1): maps in, sends, maps out. Its methods
/// are bound in <see cref="AgentDoorMethods"/>.
/// </summary>
internal sealed class AgentDoor(AgentSessions sessions, ISender sender, IngestOptions options)
{
    /// <summary>One session.</summary>
    public async Task ConnectAsync(IAsyncStreamReader<InboundMessage> requests, IServerStreamWriter<ServerMessage> responses, ServerCallContext context)
    {
        // Clients wait for the headers to know that the stream was accepted.
        await context.WriteResponseHeadersAsync([]).ConfigureAwait(false);
        var end = await sessions.RunAsync(new GrpcTransport(requests, responses), context.CancellationToken).ConfigureAwait(false);
        if (EndStatus.Of(end) is { } status) throw new RpcException(status);
    }

    /// <summary>One batch without a session.</summary>
    public async Task<BatchResult> IngestAsync(InboundRequest request, ServerCallContext context)
    {
        using var owned = request;
        var agent = AgentOf(request);
        var labels = LabelsOf(request);
        var answer = await sender.Send(new IngestBatchCommand(new BatchOrigin.FromCall(agent, labels), request.Batch), context.CancellationToken)
            .ConfigureAwait(false);
        return answer.Result?.ToMessage() ?? throw new RpcException(new Status(
            StatusCode.ResourceExhausted, $"The server knows as many agents as it may, and '{agent}' is not one of them; try again later."));
    }

    /// <summary>What <see cref="IngestAsync"/> would answer, with nothing stored.</summary>
    public async Task<BatchResult> ValidateAsync(InboundRequest request, ServerCallContext context)
    {
        using var owned = request;
        var agent = AgentOf(request);
        LabelsOf(request);
        var result = await sender.Send(new ValidateBatchQuery(agent, request.Batch), context.CancellationToken).ConfigureAwait(false);
        return result.ToMessage();
    }

    private static AgentId AgentOf(InboundRequest request)
    {
        if (request.Fault != WireFault.None)
            throw new RpcException(EndStatus.Of(request.Fault, WireFaults.Describe(request.Fault, nameof(IngestRequest))));
        return AgentId.TryParse(request.AgentId, out var agent, out var fault) ? agent : throw Invalid(fault);
    }

    private static RpcException Invalid(string detail) => new(new Status(StatusCode.InvalidArgument, detail));

    private LabelSet LabelsOf(InboundRequest request)
    {
        if (request.HasInvalidText) throw Invalid("IngestRequest.labels holds text that is not valid UTF-8.");
        var fault = LabelSet.TryCreate(request.Labels, options.LabelLimits, out var labels);
        return fault is null ? labels : throw Invalid($"IngestRequest.labels: {fault.Value.Detail}");
    }
}

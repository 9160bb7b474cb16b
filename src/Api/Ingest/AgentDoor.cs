using CleanLite.Api.Fleet;
using CleanLite.Api.Security;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.V1;
using Grpc.Core;
using MediatR;
using Microsoft.AspNetCore.Connections.Features;
using BatchResult = CleanLite.V1.BatchResult;

namespace CleanLite.Api.Ingest;

/// <summary>
/// The gRPC service that agents call (agent.proto, <c>AgentService</c>; the walk of one point, step 1): maps in, sends, maps out. Its methods
/// are bound in <see cref="AgentDoorMethods"/>.
/// </summary>
internal sealed class AgentDoor(
    AgentSessions sessions, ISender sender, IOperationsRecorder operations, IRequestTracker requests, IngestOptions options)
{
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(1);

    /// <summary>One session.</summary>
    public async Task ConnectAsync(IAsyncStreamReader<InboundMessage> messages, IServerStreamWriter<ServerMessage> responses, ServerCallContext context)
    {
        // Clients wait for the headers to know that the stream was accepted; after them there is no room left to name the encodings.
        await context.WriteResponseHeadersAsync([new("grpc-accept-encoding", GrpcDoor.Encodings)]).ConfigureAwait(false);
        var http = context.GetHttpContext();
        var socket = http.Features.Get<IConnectionSocketFeature>()?.Socket;
        var transport = new GrpcTransport(messages, responses, socket, http.Connection.RemoteIpAddress);
        var end = await sessions.RunAsync(transport, http.Credential(), context.CancellationToken).ConfigureAwait(false);
        if (end.Farewell?.Reason == GoodbyeReason.Drain) await LingerAsync(transport, context.CancellationToken).ConfigureAwait(false);
        if (EndStatus.Of(end) is { } status) throw new RpcException(status);
    }

    /// <summary>One batch without a session.</summary>
    public async Task<BatchResult> IngestAsync(InboundRequest request, ServerCallContext context)
    {
        using var owned = request;
        using var tracked = requests.Begin("grpc/Ingest");
        var origin = OriginOf(request, tracked, context);
        var answer = await sender.Send(new IngestBatchCommand(origin, request.Batch), context.CancellationToken).ConfigureAwait(false);
        return answer.Result?.ToMessage() ?? throw new RpcException(new Status(
            StatusCode.ResourceExhausted, $"The server knows as many agents as it may, and '{origin.Agent}' is not one of them; try again later."));
    }

    /// <summary>What <see cref="IngestAsync"/> would answer, with nothing stored.</summary>
    public async Task<BatchResult> ValidateAsync(InboundRequest request, ServerCallContext context)
    {
        using var owned = request;
        using var tracked = requests.Begin("grpc/Validate");
        var origin = OriginOf(request, tracked, context);
        var result = await sender.Send(new ValidateBatchQuery(origin.Agent, request.Batch), context.CancellationToken).ConfigureAwait(false);
        return result.ToMessage();
    }

    // Once the last stream has ended, a stopping server closes the connection, and clients forget what they had received but not read. Agents
    // are given a moment to read their goodbye and close their side.
    private async Task LingerAsync(GrpcTransport transport, CancellationToken gone)
    {
        using var moment = new CancellationTokenSource(LingerTime, sessions.Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(gone, moment.Token);
        try
        {
            while (await transport.ReadAsync(patience.Token).ConfigureAwait(false) is { Fault: WireFault.None } late) late.Dispose();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or RpcException)
        {
            // The moment is over, or the agent has gone.
        }
    }

    private BatchOrigin.FromCall OriginOf(InboundRequest request, ITrackedRequest tracked, ServerCallContext context)
    {
        if (request.Fault != WireFault.None)
            throw new RpcException(EndStatus.Of(request.Fault, WireFaults.Describe(request.Fault, nameof(IngestRequest))));
        if (!CallOrigin.TryRead(request, options, out var origin, out var fault)) throw new RpcException(new Status(StatusCode.InvalidArgument, fault));
        if (!context.GetHttpContext().MaySpeakFor(origin.Agent)) throw new RpcException(new Status(StatusCode.PermissionDenied, AgentSessions.ForeignAgent));
        tracked.Identify(origin.Agent.Value, "");
        operations.MessageProcessed();
        return origin;
    }
}

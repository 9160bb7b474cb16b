using CleanLite.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CleanLite.Agent.Session;

/// <summary>One call of <c>AgentService.Connect</c> over a channel of its own.</summary>
internal sealed class GrpcConnection(GrpcChannel channel, AsyncDuplexStreamingCall<AgentMessage, ServerMessage> call) : IAgentConnection
{
    public Task SendAsync(AgentMessage message, CancellationToken cancellationToken) =>
        TranslateAsync(call.RequestStream.WriteAsync(message, cancellationToken), cancellationToken);

    public async Task<ServerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var hasNext = call.ResponseStream.MoveNext(cancellationToken);
        await TranslateAsync(hasNext, cancellationToken);
        return await hasNext ? call.ResponseStream.Current : null;
    }

    public Task CompleteAsync() => TranslateAsync(call.RequestStream.CompleteAsync(), CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        call.Dispose();
        channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task TranslateAsync(Task operation, CancellationToken cancellationToken)
    {
        try
        {
            await operation;
        }
        catch (Exception exception) when (exception is RpcException or HttpRequestException or IOException or InvalidOperationException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Broken(StatusOf(exception), exception);
        }
    }

    // A write that meets the end of the call fails as cancelled, as invalid, or with the reset itself; the call knows why it ended.
    private Status StatusOf(Exception exception)
    {
        try
        {
            return call.GetStatus();
        }
        catch (InvalidOperationException)
        {
            return exception is RpcException rpc ? rpc.Status : new Status(StatusCode.Cancelled, exception.Message);
        }
    }

    // What the client library itself found (connection refused, certificate not trusted) stands at the bottom of its exceptions.
    private static TransportException Broken(Status status, Exception exception) =>
        new($"{status.StatusCode}: {ForeignText.Clean(status.DebugException?.GetBaseException().Message ?? status.Detail)}", exception)
        {
            IsUnauthorized = status.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied,
        };
}

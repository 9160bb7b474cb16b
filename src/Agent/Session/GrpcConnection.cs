using CleanLite.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CleanLite.Agent.Session;

/// <summary>One call of <c>AgentService.Connect</c> over a channel of its own.</summary>
internal sealed class GrpcConnection(GrpcChannel channel, AsyncDuplexStreamingCall<AgentMessage, ServerMessage> call) : IAgentConnection
{
    public Task SendAsync(AgentMessage message, CancellationToken cancellationToken) =>
        TranslateAsync(call.RequestStream.WriteAsync(message, cancellationToken));

    public async Task<ServerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var hasNext = call.ResponseStream.MoveNext(cancellationToken);
        await TranslateAsync(hasNext);
        return await hasNext ? call.ResponseStream.Current : null;
    }

    public Task CompleteAsync() => TranslateAsync(call.RequestStream.CompleteAsync());

    public ValueTask DisposeAsync()
    {
        call.Dispose();
        channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task TranslateAsync(Task operation)
    {
        try
        {
            await operation;
        }
        catch (RpcException exception)
        {
            var status = exception.Status;
            throw new TransportException($"{status.StatusCode}: {ForeignText.Clean(status.Detail)}", exception)
            {
                IsUnauthorized = status.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied,
            };
        }
        catch (Exception exception) when (exception is InvalidOperationException or ObjectDisposedException)
        {
            // What the client library throws for a write after the server has ended the call.
            throw new TransportException("the server has ended the call", exception);
        }
    }
}

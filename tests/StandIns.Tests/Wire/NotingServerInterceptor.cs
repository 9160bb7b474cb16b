using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CleanLite.StandIns.Tests.Wire;

internal sealed class NotingServerInterceptor(ConcurrentQueue<string> seen) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        seen.Enqueue("before unary");
        var reply = await base.UnaryServerHandler(request, context, continuation);
        seen.Enqueue("after unary");
        return reply;
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        seen.Enqueue("before client streaming");
        var reply = await base.ClientStreamingServerHandler(requestStream, context, continuation);
        seen.Enqueue("after client streaming");
        return reply;
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        seen.Enqueue("before server streaming");
        await base.ServerStreamingServerHandler(request, responseStream, context, continuation);
        seen.Enqueue("after server streaming");
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        seen.Enqueue("before duplex streaming");
        await base.DuplexStreamingServerHandler(requestStream, responseStream, context, continuation);
        seen.Enqueue("after duplex streaming");
    }
}

namespace Grpc.Core;

/// <summary>Serves a method with many requests and many answers.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TResponse">The answer.</typeparam>
/// <param name="requestStream">The requests.</param>
/// <param name="responseStream">Where the answers go.</param>
/// <param name="context">The call.</param>
/// <returns>Done when the last answer is written.</returns>
public delegate Task DuplexStreamingServerMethod<TRequest, TResponse>(
    IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context)
    where TRequest : class
    where TResponse : class;

namespace Grpc.Core;

/// <summary>Serves a method with one request and many answers.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TResponse">The answer.</typeparam>
/// <param name="request">The request.</param>
/// <param name="responseStream">Where the answers go.</param>
/// <param name="context">The call.</param>
/// <returns>Done when the last answer is written.</returns>
public delegate Task ServerStreamingServerMethod<TRequest, TResponse>(
    TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context)
    where TRequest : class
    where TResponse : class;

namespace Grpc.Core;

/// <summary>What a generated client calls through. One instance serves any number of threads.</summary>
public abstract class CallInvoker
{
    /// <summary>Calls a unary method and blocks until the answer.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <typeparam name="TResponse">The answer.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="host">The authority to name; null for the channel's own.</param>
    /// <param name="options">Headers, deadline, cancellation and the rest.</param>
    /// <param name="request">The request.</param>
    /// <returns>The answer.</returns>
    public abstract TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a call with one request and one answer.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <typeparam name="TResponse">The answer.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="host">The authority to name; null for the channel's own.</param>
    /// <param name="options">Headers, deadline, cancellation and the rest.</param>
    /// <param name="request">The request.</param>
    /// <returns>The running call.</returns>
    public abstract AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a call with one request and many answers.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <typeparam name="TResponse">The answer.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="host">The authority to name; null for the channel's own.</param>
    /// <param name="options">Headers, deadline, cancellation and the rest.</param>
    /// <param name="request">The request.</param>
    /// <returns>The running call.</returns>
    public abstract AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a call with many requests and one answer.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <typeparam name="TResponse">The answer.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="host">The authority to name; null for the channel's own.</param>
    /// <param name="options">Headers, deadline, cancellation and the rest.</param>
    /// <returns>The running call.</returns>
    public abstract AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a call with many requests and many answers.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <typeparam name="TResponse">The answer.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="host">The authority to name; null for the channel's own.</param>
    /// <param name="options">Headers, deadline, cancellation and the rest.</param>
    /// <returns>The running call.</returns>
    public abstract AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        where TRequest : class
        where TResponse : class;
}

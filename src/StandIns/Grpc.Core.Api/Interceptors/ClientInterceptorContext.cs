namespace Grpc.Core.Interceptors;

/// <summary>The client call that an interceptor sees. It never changes; an interceptor passes a new one on.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TResponse">The answer.</typeparam>
/// <param name="method">The method.</param>
/// <param name="host">The authority to name; null for the channel's own.</param>
/// <param name="options">Headers, deadline, cancellation and the rest.</param>
public readonly struct ClientInterceptorContext<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    where TRequest : class
    where TResponse : class
{
    /// <summary>The method.</summary>
    public Method<TRequest, TResponse> Method { get; } = method;

    /// <summary>The authority to name; null for the channel's own.</summary>
    public string? Host { get; } = host;

    /// <summary>Headers, deadline, cancellation and the rest.</summary>
    public CallOptions Options { get; } = options;
}

namespace Grpc.Core;

/// <summary>Takes the methods of a service from generated code.</summary>
public class ServiceBinderBase
{
    /// <summary>Takes a method with one request and one answer.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <typeparam name="TResponse">The answer.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">What serves it; null when only the method is of interest.</param>
    /// <exception cref="NotImplementedException">The binder does not take such methods.</exception>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw new NotImplementedException();

    /// <summary>Takes a method with many requests and one answer.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <typeparam name="TResponse">The answer.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">What serves it; null when only the method is of interest.</param>
    /// <exception cref="NotImplementedException">The binder does not take such methods.</exception>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw new NotImplementedException();

    /// <summary>Takes a method with one request and many answers.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <typeparam name="TResponse">The answer.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">What serves it; null when only the method is of interest.</param>
    /// <exception cref="NotImplementedException">The binder does not take such methods.</exception>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw new NotImplementedException();

    /// <summary>Takes a method with many requests and many answers.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <typeparam name="TResponse">The answer.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">What serves it; null when only the method is of interest.</param>
    /// <exception cref="NotImplementedException">The binder does not take such methods.</exception>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw new NotImplementedException();
}

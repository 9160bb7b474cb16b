namespace Grpc.Core;

public partial class ServerServiceDefinition
{
    /// <summary>Gathers the methods of a service.</summary>
    public class Builder
    {
        private readonly HashSet<string> _names = [];
        private readonly List<Action<ServiceBinderBase>> _methods = [];

        /// <summary>Adds a method with one request and one answer.</summary>
        /// <typeparam name="TRequest">The request.</typeparam>
        /// <typeparam name="TResponse">The answer.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">What serves it.</param>
        /// <returns>This builder.</returns>
        /// <exception cref="ArgumentException">A method of that name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
            where TRequest : class
            where TResponse : class =>
            Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method with many requests and one answer.</summary>
        /// <typeparam name="TRequest">The request.</typeparam>
        /// <typeparam name="TResponse">The answer.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">What serves it.</param>
        /// <returns>This builder.</returns>
        /// <exception cref="ArgumentException">A method of that name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
            where TRequest : class
            where TResponse : class =>
            Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method with one request and many answers.</summary>
        /// <typeparam name="TRequest">The request.</typeparam>
        /// <typeparam name="TResponse">The answer.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">What serves it.</param>
        /// <returns>This builder.</returns>
        /// <exception cref="ArgumentException">A method of that name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
            where TRequest : class
            where TResponse : class =>
            Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method with many requests and many answers.</summary>
        /// <typeparam name="TRequest">The request.</typeparam>
        /// <typeparam name="TResponse">The answer.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">What serves it.</param>
        /// <returns>This builder.</returns>
        /// <exception cref="ArgumentException">A method of that name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
            where TRequest : class
            where TResponse : class =>
            Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Ends the definition.</summary>
        /// <returns>The definition of all methods added so far.</returns>
        public ServerServiceDefinition Build() => new([.. _methods]);

        private Builder Add(IMethod method, Action<ServiceBinderBase> bind)
        {
            ArgumentNullException.ThrowIfNull(method);
            if (!_names.Add(method.FullName))
                throw new ArgumentException($"The method {method.FullName} was added before.", nameof(method));
            _methods.Add(bind);
            return this;
        }
    }
}

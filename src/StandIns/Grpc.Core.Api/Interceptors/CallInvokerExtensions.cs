namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors before an invoker.</summary>
public static class CallInvokerExtensions
{
    /// <summary>Puts one interceptor before an invoker. The interceptor put last sees a call first.</summary>
    /// <param name="invoker">An invoker.</param>
    /// <param name="interceptor">The interceptor.</param>
    /// <returns>The invoker that intercepts.</returns>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    public static CallInvoker Intercept(this CallInvoker invoker, Interceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptor);
        return new InterceptingCallInvoker(invoker, interceptor);
    }

    /// <summary>Puts interceptors before an invoker; the first one sees a call first.</summary>
    /// <param name="invoker">An invoker.</param>
    /// <param name="interceptors">The interceptors.</param>
    /// <returns>The invoker that intercepts.</returns>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    public static CallInvoker Intercept(this CallInvoker invoker, params Interceptor[] interceptors)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptors);
        return interceptors.Reverse().Aggregate(invoker, (inner, interceptor) => inner.Intercept(interceptor));
    }

    /// <summary>Makes a function replace the headers of every call.</summary>
    /// <param name="invoker">An invoker.</param>
    /// <param name="interceptor">Given the headers, returns those to send instead.</param>
    /// <returns>The invoker that intercepts.</returns>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    public static CallInvoker Intercept(this CallInvoker invoker, Func<Metadata, Metadata> interceptor)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        return invoker.Intercept(new MetadataInterceptor(interceptor));
    }
}

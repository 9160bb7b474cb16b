namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors before a channel.</summary>
public static class ChannelExtensions
{
    /// <summary>Puts one interceptor before a channel. The interceptor put last sees a call first.</summary>
    /// <param name="channel">A channel.</param>
    /// <param name="interceptor">The interceptor.</param>
    /// <returns>The invoker that intercepts.</returns>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    public static CallInvoker Intercept(this ChannelBase channel, Interceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.CreateCallInvoker().Intercept(interceptor);
    }

    /// <summary>Puts interceptors before a channel; the first one sees a call first.</summary>
    /// <param name="channel">A channel.</param>
    /// <param name="interceptors">The interceptors.</param>
    /// <returns>The invoker that intercepts.</returns>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    public static CallInvoker Intercept(this ChannelBase channel, params Interceptor[] interceptors)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.CreateCallInvoker().Intercept(interceptors);
    }

    /// <summary>Makes a function replace the headers of every call.</summary>
    /// <param name="channel">A channel.</param>
    /// <param name="interceptor">Given the headers, returns those to send instead.</param>
    /// <returns>The invoker that intercepts.</returns>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    public static CallInvoker Intercept(this ChannelBase channel, Func<Metadata, Metadata> interceptor)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.CreateCallInvoker().Intercept(interceptor);
    }
}

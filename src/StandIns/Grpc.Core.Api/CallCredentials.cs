namespace Grpc.Core;

/// <summary>What authenticates single calls.</summary>
public abstract class CallCredentials
{
    /// <summary>Joins credentials; each adds its headers, in order.</summary>
    /// <param name="credentials">Two or more.</param>
    /// <returns>The joined credentials.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="credentials"/> is null.</exception>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public static CallCredentials Compose(params CallCredentials[] credentials) => new CompositeCallCredentials(credentials);

    /// <summary>Makes credentials of a function that adds headers.</summary>
    /// <param name="interceptor">The function.</param>
    /// <returns>The credentials.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="interceptor"/> is null.</exception>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) => new InterceptorCallCredentials(interceptor);

    /// <summary>Tells a transport what these credentials are. For transports only.</summary>
    /// <param name="configurator">The transport's ear.</param>
    /// <param name="state">What the transport wants back.</param>
    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state);
}

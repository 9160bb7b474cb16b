namespace Grpc.Core;

/// <summary>How a transport learns what <see cref="CallCredentials"/> are. For transports only.</summary>
public abstract class CallCredentialsConfiguratorBase
{
    /// <summary>They are several.</summary>
    /// <param name="state">What the transport gave.</param>
    /// <param name="credentials">The several, in order.</param>
    public abstract void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials);

    /// <summary>They are a function.</summary>
    /// <param name="state">What the transport gave.</param>
    /// <param name="interceptor">The function.</param>
    public abstract void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor);
}

namespace Grpc.Core;

/// <summary>What every generated client is, knowing its own type.</summary>
/// <typeparam name="T">The client itself.</typeparam>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>Makes a client whose every call throws <see cref="NotImplementedException"/>, for test doubles.</summary>
    protected ClientBase()
    {
    }

    /// <summary>Makes a client from what another one was made of.</summary>
    /// <param name="configuration">The other one's configuration.</param>
    /// <exception cref="ArgumentNullException"><paramref name="configuration"/> is null.</exception>
    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>Makes a client over a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <exception cref="ArgumentNullException"><paramref name="channel"/> is null.</exception>
    public ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    /// <summary>Makes a client over an invoker.</summary>
    /// <param name="callInvoker">The invoker.</param>
    /// <exception cref="ArgumentNullException"><paramref name="callInvoker"/> is null.</exception>
    public ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    /// <summary>A client of the same kind whose calls name an authority of their own.</summary>
    /// <param name="host">The authority.</param>
    /// <returns>The new client.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="host"/> is null.</exception>
    public T WithHost(string host) => NewInstance(Configuration.WithHost(host));

    /// <summary>Makes a client of the same kind; generated code implements it.</summary>
    /// <param name="configuration">What the new client is made of.</param>
    /// <returns>The new client.</returns>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}

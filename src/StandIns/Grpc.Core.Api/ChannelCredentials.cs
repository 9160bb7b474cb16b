namespace Grpc.Core;

/// <summary>What secures a channel.</summary>
public abstract class ChannelCredentials
{
    /// <summary>No security at all.</summary>
    public static ChannelCredentials Insecure { get; } = new InsecureCredentials();

    /// <summary>TLS with the machine's roots and no client certificate.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary>Whether call credentials may be joined to these.</summary>
    internal virtual bool IsComposable => false;

    /// <summary>Joins call credentials to a secure channel's, so that every call carries them.</summary>
    /// <param name="channelCredentials">The channel's; they have to be secure.</param>
    /// <param name="callCredentials">The calls'.</param>
    /// <returns>The joined credentials.</returns>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    /// <exception cref="ArgumentException">The channel's are not secure, or joined already.</exception>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
        new CompositeChannelCredentials(channelCredentials, callCredentials);

    /// <summary>Tells a transport what these credentials are. For transports only.</summary>
    /// <param name="configurator">The transport's ear.</param>
    /// <param name="state">What the transport wants back.</param>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state);
}

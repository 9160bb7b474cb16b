namespace Grpc.Core;

/// <summary>How a transport learns what <see cref="ChannelCredentials"/> are. For transports only.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>They are none.</summary>
    /// <param name="state">What the transport gave.</param>
    public abstract void SetInsecureCredentials(object? state);

    /// <summary>They are TLS.</summary>
    /// <param name="state">What the transport gave.</param>
    /// <param name="rootCertificates">Roots to trust, PEM; null for the machine's.</param>
    /// <param name="keyCertificatePair">The client's own certificate; null for none.</param>
    /// <param name="verifyPeerCallback">A last say about the server's certificate; null for none.</param>
    public abstract void SetSslCredentials(
        object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback);

    /// <summary>They are a channel's with a call's.</summary>
    /// <param name="state">What the transport gave.</param>
    /// <param name="channelCredentials">The channel's.</param>
    /// <param name="callCredentials">The calls'.</param>
    public abstract void SetCompositeCredentials(object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}

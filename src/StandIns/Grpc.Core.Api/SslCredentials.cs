namespace Grpc.Core;

/// <summary>TLS for a channel.</summary>
/// <param name="rootCertificates">Roots to trust, PEM; null for the machine's.</param>
/// <param name="keyCertificatePair">The client's own certificate; null for none.</param>
/// <param name="verifyPeerCallback">A last say about the server's certificate; null for none.</param>
public sealed class SslCredentials(
    string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback) : ChannelCredentials
{
    /// <summary>TLS with the machine's roots.</summary>
    public SslCredentials()
        : this(null, null, null)
    {
    }

    /// <summary>TLS with given roots.</summary>
    /// <param name="rootCertificates">Roots to trust, PEM.</param>
    public SslCredentials(string rootCertificates)
        : this(rootCertificates, null, null)
    {
    }

    /// <summary>TLS with given roots and a client certificate.</summary>
    /// <param name="rootCertificates">Roots to trust, PEM.</param>
    /// <param name="keyCertificatePair">The client's own certificate.</param>
    public SslCredentials(string rootCertificates, KeyCertificatePair keyCertificatePair)
        : this(rootCertificates, keyCertificatePair, null)
    {
    }

    /// <summary>Roots to trust, PEM; null for the machine's.</summary>
    public string? RootCertificates { get; } = rootCertificates;

    /// <summary>The client's own certificate; null for none.</summary>
    public KeyCertificatePair? KeyCertificatePair { get; } = keyCertificatePair;

    internal override bool IsComposable => true;

    /// <inheritdoc/>
    public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.SetSslCredentials(state, RootCertificates, KeyCertificatePair, verifyPeerCallback);
    }
}

namespace Grpc.Core;

/// <summary>A certificate chain with the private key of its first certificate, both PEM.</summary>
public sealed class KeyCertificatePair
{
    /// <summary>Makes a pair.</summary>
    /// <param name="certificateChain">The chain, PEM.</param>
    /// <param name="privateKey">The key, PEM.</param>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    public KeyCertificatePair(string certificateChain, string privateKey)
    {
        ArgumentNullException.ThrowIfNull(certificateChain);
        ArgumentNullException.ThrowIfNull(privateKey);
        CertificateChain = certificateChain;
        PrivateKey = privateKey;
    }

    /// <summary>The chain, PEM.</summary>
    public string CertificateChain { get; }

    /// <summary>The key, PEM.</summary>
    public string PrivateKey { get; }
}

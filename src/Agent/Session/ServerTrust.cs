using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CleanLite.Agent.Session;

/// <summary>Which server an agent believes over TLS, whatever the transport. There is no way to believe any.</summary>
internal static class ServerTrust
{
    /// <summary>The options for one connection.</summary>
    /// <exception cref="TransportException">The file of authorities cannot be read or holds none.</exception>
    public static SslClientAuthenticationOptions Of(AgentOptions options)
    {
        if (options.PinnedServer is { } pinned)
            return new() { RemoteCertificateValidationCallback = (_, shown, _, _) => IsSame(shown, pinned()) };
        return options.CaFile is { } path ? new() { CertificateChainPolicy = PolicyOf(path) } : new();
    }

    private static bool IsSame(X509Certificate? shown, X509Certificate2 expected) =>
        shown is not null && CryptographicOperations.FixedTimeEquals(shown.GetRawCertData(), expected.RawDataMemory.Span);

    // The name of the server is checked beside the chain.
    private static X509ChainPolicy PolicyOf(string path)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(path, unreadable);
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw Unusable(path, null);
    }

    private static TransportException Unusable(string path, Exception? cause) =>
        new($"the file of authorities {path} holds no certificate or cannot be read", cause) { IsUnauthorized = true };
}

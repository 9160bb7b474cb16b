using System.Security.Cryptography;
using CleanLite.Application.Security;

namespace CleanLite.Infrastructure.Security;

/// <summary>The credentials of one moment; swapped whole when they change.</summary>
/// <param name="Entries">Those of the settings, and the server's own.</param>
/// <param name="AnonymousAgent">Null once agents need a token.</param>
/// <param name="AnonymousViewer">Null once viewers need a token.</param>
internal sealed record CredentialSet(IReadOnlyList<CredentialEntry> Entries, CredentialEntry? AnonymousAgent, CredentialEntry? AnonymousViewer)
{
    /// <summary>Everything in it.</summary>
    public IEnumerable<CredentialEntry> All => Entries.Concat(new[] { AnonymousAgent, AnonymousViewer }.OfType<CredentialEntry>());

    public CredentialEntry? AnonymousOf(Audience audience) => audience == Audience.Agent ? AnonymousAgent : AnonymousViewer;

    /// <summary>Compares with every entry to its last byte, whatever it finds on the way.</summary>
    public Credential? Find(byte[] hash)
    {
        Credential? found = null;
        foreach (var entry in Entries)
        {
            if (CryptographicOperations.FixedTimeEquals(entry.Definition.Hash, hash)) found = entry.Credential;
        }

        return found;
    }
}

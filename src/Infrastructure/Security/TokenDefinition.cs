using System.Security.Cryptography;
using CleanLite.Application.Security;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Security;

/// <summary>A token as the settings define it; of the token itself only the SHA-256.</summary>
internal sealed record TokenDefinition(string Name, Audience Audience, byte[] Hash, PatternList Agents, DateTimeOffset? ExpiresAt)
{
    /// <summary>True if both say the same, to the last pattern.</summary>
    public bool IsSameAs(TokenDefinition other) =>
        Name == other.Name && Audience == other.Audience && Agents.Key == other.Agents.Key && ExpiresAt == other.ExpiresAt
        && CryptographicOperations.FixedTimeEquals(Hash, other.Hash);
}

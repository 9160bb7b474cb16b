using System.Security.Cryptography;

namespace CleanLite.Infrastructure.Live;

/// <summary>Names one run of the server, in positions that viewers keep: 8 random characters (live.md, section 5).</summary>
internal sealed record Epoch(string Value)
{
    public static Epoch New() => new(RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 8));
}

namespace CleanLite.Api.Hosting;

/// <summary>One file of the page, held in memory as it is and as the build compressed it.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="IsImmutable">Its name holds a hash of what is in it, so it may be kept for ever.</param>
/// <param name="Tag">Its entity tag, quoted.</param>
/// <param name="Identity">The bytes.</param>
/// <param name="Brotli">The same in brotli, or null.</param>
/// <param name="Gzip">The same in gzip, or null.</param>
internal sealed record DashboardFile(string ContentType, bool IsImmutable, string Tag, byte[] Identity, byte[]? Brotli, byte[]? Gzip)
{
    /// <summary>The smallest form that a client with this <c>Accept-Encoding</c> takes, and the name of its encoding.</summary>
    public (byte[] Body, string? Encoding) For(string acceptEncoding)
    {
        if (Brotli is not null && Accepts(acceptEncoding, "br")) return (Brotli, "br");
        return Gzip is not null && Accepts(acceptEncoding, "gzip") ? (Gzip, "gzip") : (Identity, null);
    }

    private static bool Accepts(string header, string coding)
    {
        foreach (var range in header.AsSpan().Split(','))
        {
            var item = header.AsSpan()[range];
            var semicolon = item.IndexOf(';');
            var name = (semicolon < 0 ? item : item[..semicolon]).Trim();
            if (!name.Equals(coding, StringComparison.OrdinalIgnoreCase)) continue;
            return semicolon < 0 || !IsRefused(item[(semicolon + 1)..]);
        }

        return false;
    }

    // RFC 9110, 12.4.2: a weight of zero means "not acceptable".
    private static bool IsRefused(ReadOnlySpan<char> weight)
    {
        weight = weight.Trim();
        return weight.StartsWith("q=0", StringComparison.OrdinalIgnoreCase) && weight[3..].Trim("0.").IsEmpty;
    }
}

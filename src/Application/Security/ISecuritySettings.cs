using System.Diagnostics.CodeAnalysis;

namespace CleanLite.Application.Security;

/// <summary>The settings as they stand now, while the server runs.</summary>
public interface ISecuritySettings
{
    /// <summary>Reads them, or says in <paramref name="fault"/> why they cannot be read; then those of before hold.</summary>
    bool TryRead([NotNullWhen(true)] out SecurityOptions? options, [NotNullWhen(false)] out string? fault);
}

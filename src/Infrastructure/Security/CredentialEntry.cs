using System.Diagnostics.CodeAnalysis;
using CleanLite.Application.Security;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Security;

/// <summary>A credential with what ends it.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Connections may look at the token later; a source without a timer holds nothing.")]
internal sealed class CredentialEntry
{
    private readonly CancellationTokenSource _ended = new();

    public CredentialEntry(TokenDefinition definition)
    {
        Definition = definition;
        Credential = new Credential(definition.Name, definition.Audience, definition.Agents, definition.ExpiresAt, _ended.Token);
    }

    public TokenDefinition Definition { get; }

    public Credential Credential { get; }

    /// <summary>What everyone holds where no token is asked for.</summary>
    public static CredentialEntry Anonymous(Audience audience) => new(new TokenDefinition("anonymous", audience, [], PatternList.Any, null));

    /// <summary>Ends whatever lives by it. Not here and now: there may be thousands, and the clock goes on.</summary>
    public void End() => _ = _ended.CancelAsync();
}

using CleanLite.Application.Security;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Security;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Security;

public sealed class CredentialSetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Find_WhereverTheTokenStands_ComparesWithEveryEntry(int wanted)
    {
        CredentialEntry[] all = [.. Enumerable.Range(0, 4).Select(i => EntryOf($"token-{i}"))];
        var compared = 0;
        var entries = Substitute.For<IReadOnlyList<CredentialEntry>>();
        entries.GetEnumerator().Returns(_ => Counted().GetEnumerator());

        var found = new CredentialSet(entries, null, null).Find(TokenReader.HashOf($"token-{wanted}"));

        found.ShouldBe(wanted < all.Length ? all[wanted].Credential : null);
        compared.ShouldBe(all.Length);

        IEnumerable<CredentialEntry> Counted()
        {
            foreach (var entry in all)
            {
                compared++;
                yield return entry;
            }
        }
    }

    private static CredentialEntry EntryOf(string token) =>
        new(new TokenDefinition(token, Audience.Agent, TokenReader.HashOf(token), PatternList.Any, null));
}

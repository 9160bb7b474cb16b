using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Tests.Ingest;

public sealed class ViolationHintsTests
{
    [Fact]
    public void Of_EveryCode_HasASentenceOfItsOwn()
    {
        var hints = Enum.GetValues<ViolationCode>().Select(ViolationHints.Of).ToList();
        hints.Distinct().Count().ShouldBe(hints.Count);
        hints.ShouldAllBe(h => h.EndsWith('.') && h.Length < 200);
    }
}

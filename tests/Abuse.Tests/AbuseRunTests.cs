using CleanLite.Abuse.Categories;
using CleanLite.Abuse.Runs;

namespace CleanLite.Abuse.Tests;

/// <summary>A hundredth of the malformed input, so that the gate notices when a case is answered otherwise or the long proof would no longer run.</summary>
public sealed class AbuseRunTests
{
    [Fact]
    public async Task MalformedInput_OfEveryCategory_IsAnsweredAsTheTablesSay()
    {
        var categories = Catalogue.All.Where(c => c is not (Floods or SlowPeers)).ToList();
        var results = await new AbuseRun(scale: 0.01, seed: 1).PlayAsync(categories, _ => { });
        results.SelectMany(r => r.Misses.Select(miss => $"{r.Name}: {miss}")).ShouldBeEmpty();
        results.Count.ShouldBe(categories.Count);
        results.ShouldAllBe(r => r.Cases > 1 && r.Batches > 0);
    }
}

using CleanLite.Abuse.Categories;
using CleanLite.Abuse.Runs;

namespace CleanLite.Abuse.Tests;

/// <summary>A hundredth of the malformed input, so that the gate notices when a case is answered otherwise or the long proof would no longer run.</summary>
public sealed class AbuseRunTests
{
    [Fact]
    public async Task MalformedInput_OfEveryCategory_IsAnsweredAsTheTablesSay()
    {
        var categories = Catalogue.All.Where(c => c is not (Floods or SlowPeers or TokenTiming)).ToList();
        var results = await new AbuseRun(new RunPlan(Scale: 0.01, Seed: 1, Examples: 3, Least: TimeSpan.Zero)).PlayAsync(categories, _ => { }, _ => { });
        results.SelectMany(r => r.Misses.Select(miss => $"{r.Name}: {miss}")).ShouldBeEmpty();
        results.Count.ShouldBe(categories.Count);
        results.ShouldAllBe(r => r.Cases > 1 && r.Batches > 0);
    }
}

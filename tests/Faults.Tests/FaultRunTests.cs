using CleanLite.Faults.Faults;
using CleanLite.Faults.Runs;

namespace CleanLite.Faults.Tests;

/// <summary>One short run of everything at once, so that the gate notices if the long proof would no longer run.</summary>
public sealed class FaultRunTests
{
    [Fact]
    public async Task Mix_OfFaults_ShowsNoViolation()
    {
        var folder = Directory.CreateTempSubdirectory("cleanlite-faults-");
        const int Simple = 3; // neither clocks nor disks of its own, which need what a machine may not have
        var result = await FaultRun.RunAsync(new Nemesis(), Simple, TimeSpan.FromSeconds(3), folder.FullName);
        result.Verdict.Violations.ShouldBeEmpty($"History: {result.Kept}");
        result.Verdict.Acked.ShouldBeGreaterThan(0);
        result.Verdict.PointsSeen.ShouldBeGreaterThan(0);
        folder.Delete(recursive: true);
    }
}

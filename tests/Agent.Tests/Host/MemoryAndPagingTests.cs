using CleanLite.Agent.Host;
using CleanLite.Agent.Tests.Fakes;

namespace CleanLite.Agent.Tests.Host;

public sealed class MemoryAndPagingTests : IDisposable
{
    private const string Full =
        """
        MemTotal:       1000 kB
        MemFree:         200 kB
        MemAvailable:    600 kB
        Buffers:          50 kB
        Cached:          300 kB
        SwapCached:        7 kB
        SwapTotal:       400 kB
        SwapFree:        300 kB
        HugePages_Total:   0
        """;

    private readonly HostFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Memory_FullFile_GivesStatesLimitAndShares()
    {
        _host.Write("proc/meminfo", Full);

        _host.Collect(new MemoryCollector(_host.Files)).ShouldBe(new Dictionary<string, double>
        {
            ["system.memory.limit"] = 1000 * 1024,
            ["system.memory.usage{system.memory.state=used}"] = 400 * 1024,
            ["system.memory.utilization{system.memory.state=used}"] = 0.4,
            ["system.memory.usage{system.memory.state=free}"] = 200 * 1024,
            ["system.memory.utilization{system.memory.state=free}"] = 0.2,
            ["system.memory.usage{system.memory.state=cached}"] = 300 * 1024,
            ["system.memory.utilization{system.memory.state=cached}"] = 0.3,
            ["system.memory.usage{system.memory.state=buffers}"] = 50 * 1024,
            ["system.memory.utilization{system.memory.state=buffers}"] = 0.05,
        }, ignoreOrder: true);
    }

    [Fact]
    public void Memory_KernelWithoutMemAvailable_CountsCachesAsNotUsed()
    {
        _host.Write("proc/meminfo", "MemTotal: 1000 kB\nMemFree: 200 kB\nBuffers: 50 kB\nCached: 300 kB\n");

        _host.Collect(new MemoryCollector(_host.Files))["system.memory.usage{system.memory.state=used}"].ShouldBe(450 * 1024);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal\nMemFree\n")]
    [InlineData("MemTotal: many kB\nMemFree:\n: 5\n")]
    public void Memory_OddText_GivesNothing(string text)
    {
        _host.Write("proc/meminfo", text);

        _host.Collect(new MemoryCollector(_host.Files)).ShouldBeEmpty();
    }

    [Fact]
    public void Memory_TotalMissing_GivesWhatIsKnown()
    {
        _host.Write("proc/meminfo", "MemFree: 200 kB\n");

        _host.Collect(new MemoryCollector(_host.Files)).Keys.ShouldBe(["system.memory.usage{system.memory.state=free}"]);
    }

    [Fact]
    public void Paging_SwapSpace_GivesUsageAndShares()
    {
        _host.Write("proc/meminfo", Full);

        var values = _host.Collect(new PagingCollector(_host.Files));

        values["system.paging.usage{system.paging.state=used}"].ShouldBe(100 * 1024);
        values["system.paging.utilization{system.paging.state=used}"].ShouldBe(0.25);
        values["system.paging.utilization{system.paging.state=free}"].ShouldBe(0.75);
    }

    [Fact]
    public void Paging_NoSwapSpace_GivesNoShares()
    {
        _host.Write("proc/meminfo", "SwapTotal: 0 kB\nSwapFree: 0 kB\n");

        _host.Collect(new PagingCollector(_host.Files)).Keys.ShouldAllBe(name => name.StartsWith("system.paging.usage"));
    }
}

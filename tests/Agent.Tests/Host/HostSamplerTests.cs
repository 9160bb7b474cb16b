using CleanLite.Agent.Host;
using CleanLite.Agent.Tests.Fakes;

namespace CleanLite.Agent.Tests.Host;

public sealed class HostSamplerTests : IDisposable
{
    private readonly HostFixture _host = new();
    private readonly ListLog _log = new();
    private readonly PointList _points = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Sample_FileMissing_LeavesThatGroupOutWithOneLine()
    {
        _host.Write("proc/uptime", "5 5\n");
        var sampler = NewSampler(HostGroups.Create(["cpu", "uptime"], _host.Files));

        sampler.Sample(_points);
        sampler.Sample(_points);

        sampler.GroupCount.ShouldBe(1);
        _log.Lines.ShouldHaveSingleItem().ShouldContain("group cpu");
    }

    [Fact]
    public void Sample_EveryTick_AsksSlowGroupsOnlyWhenDue()
    {
        var slow = new CountingCollector(TimeSpan.FromSeconds(5));
        var fast = new CountingCollector(TimeSpan.Zero);
        var sampler = NewSampler([("slow", slow), ("fast", fast)]);

        for (var second = 0; second <= 10; second++)
        {
            sampler.Sample(_points);
            _host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        (slow.Count, fast.Count).ShouldBe((3, 11));
    }

    [Fact]
    public void Sample_ThisMachine_GivesEveryGroupUnderKnownNames()
    {
        var sampler = NewSampler(HostGroups.Create(HostGroups.Names, new HostFiles("/")));
        sampler.Sample(_points);
        var names = HostFixture.AsDictionary(_points).Keys;

        foreach (var prefix in (string[])["system.cpu.logical.count", "system.cpu.load_average.1m", "system.memory.usage", "system.uptime", "system.process.count"])
            names.ShouldContain(name => name.StartsWith(prefix));
    }

    [Fact]
    public void Sample_OnceItHasRun_AllocatesNextToNothing()
    {
        var sampler = NewSampler(HostGroups.Create(["cpu", "load", "memory", "disk", "network"], new HostFiles("/")));
        for (var i = 0; i < 10; i++)
            sampler.Sample(_points);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            sampler.Sample(_points);
        var perTick = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

        perTick.ShouldBeLessThan(1_000);
    }

    private HostSampler NewSampler(IEnumerable<(string, ICollector)> groups) => new(groups, _host.Time, _log);

    private sealed class CountingCollector(TimeSpan period) : ICollector
    {
        public int Count { get; private set; }

        public TimeSpan Period => period;

        public void Collect(PointList points) => Count++;
    }
}

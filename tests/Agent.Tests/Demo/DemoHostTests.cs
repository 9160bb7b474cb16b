using CleanLite.Agent.Demo;
using CleanLite.Agent.Host;
using CleanLite.Agent.Tests.Fakes;
using CleanLite.V1;

namespace CleanLite.Agent.Tests.Demo;

public sealed class DemoHostTests
{
    [Fact]
    public void Sample_TenMinutes_ValuesMoveStayPlausibleAndCountersOnlyGrow()
    {
        var time = new FakeTime();
        var host = new DemoHost(7, time);
        var points = new PointList();
        var seen = new Dictionary<string, List<double>>();
        var counters = new HashSet<string>();
        for (var second = 0; second < 600; second++)
        {
            host.Sample(points);
            foreach (var point in points.Points)
            {
                var name = HostFixture.NameOf(point.Series);
                (seen.TryGetValue(name, out var values) ? values : seen[name] = []).Add(point.Value);
                if (point.Series.Kind == MetricKind.Counter)
                    counters.Add(name);
            }

            time.Advance(TimeSpan.FromSeconds(1));
        }

        seen.Count.ShouldBeGreaterThan(15);
        seen.Where(series => !series.Key.Contains("limit")).ShouldAllBe(series => series.Value.Distinct().Count() > 5);
        seen.Where(series => series.Key.Contains("utilization")).ShouldAllBe(series => series.Value.All(value => value >= 0 && value <= 1));
        counters.Count.ShouldBeGreaterThan(2);
        foreach (var name in counters)
            seen[name].Zip(seen[name].Skip(1)).ShouldAllBe(pair => pair.First <= pair.Second);
    }

    [Fact]
    public void Sample_OtherSeed_IsAnotherHost()
    {
        static double[] First(int seed)
        {
            var points = new PointList();
            new DemoHost(seed, new FakeTime()).Sample(points);
            return [.. points.Points.ToArray().Select(point => point.Value)];
        }

        First(1).ShouldBe(First(1));
        First(1).ShouldNotBe(First(2));
    }
}

using CleanLite.V1;
using State = CleanLite.V1.PushAck.Types.State;

namespace CleanLite.Agent.Host;

/// <summary>The pushes that a <see cref="ReportLoop"/> can answer whatever its source is.</summary>
internal static class LoopPushes
{
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);

    /// <summary>Tells the newest points.</summary>
    public static PushAck AnswerSample(SampleRequest request, ReportLoop loop, AgentClient client)
    {
        var patterns = new MetricPatterns(request.Metrics, whenNone: true);
        var wanted = loop.Newest().Where(point => patterns.Match(point.Series.Metric)).ToList();
        var result = new SampleResult { RequestId = request.RequestId };
        foreach (var point in wanted.Take(request.Limit == 0 ? int.MaxValue : (int)Math.Min(request.Limit, int.MaxValue)))
        {
            var series = point.Series.ToMessage();
            series.Timestamps.Add(point.UnixMs);
            series.Values.Add(point.Value);
            result.Series.Add(series);
        }

        client.SendSampleResult(result);
        return Answer(State.Applied, $"{result.Series.Count} of {wanted.Count} series are told.");
    }

    /// <summary>Reports that often, for good or for a while.</summary>
    public static PushAck TakeInterval(ReportInterval asked, ReportLoop loop)
    {
        if (!HostPlan.IsInterval(asked.IntervalMs, orNone: false))
            return Answer(State.Failed, $"interval_ms is {asked.IntervalMs}; allowed: 100 to 86400000.");
        var (interval, lease) = (TimeSpan.FromMilliseconds(asked.IntervalMs), TimeSpan.FromMilliseconds(asked.LeaseMs));
        if (lease == TimeSpan.Zero)
            loop.Change(interval);
        else
            loop.Lease(interval, lease < LongestLease ? lease : LongestLease);
        return Answer(State.Applied);
    }

    private static PushAck Answer(State state, string detail = "") => new() { State = state, Detail = detail };
}

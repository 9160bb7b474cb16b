using System.Globalization;
using CleanLite.Application.Operations;

namespace CleanLite.Api.Operations;

/// <summary>The operations figures as JSON shows them (live.md, section 8); what HTTP and <c>call</c> on <c>/live</c> give.</summary>
internal static class SystemViews
{
    public static SystemMetricsView ToView(this SystemMetrics metrics)
    {
        var (figures, calls, ingest, live, agents) = (metrics.Figures, metrics.Figures.ModelCalls, metrics.Ingest, metrics.Live, metrics.Agents);
        return new SystemMetricsView(
            figures.MessagesProcessed,
            figures.Errors,
            metrics.ActiveRequests,
            Math.Round(figures.Uptime.TotalSeconds, 3),
            metrics.QueueDepth,
            new(calls.Total, calls.Failed, calls.AverageLatencyMs, calls.ErrorRate, [.. calls.Recent.Select(ToView)]),
            new(ingest.Batches, ingest.Received, ingest.Accepted, ingest.Duplicate, ingest.Late, ingest.Rejected, metrics.Retries),
            new(live.Viewers, live.MergedPoints, live.LostEvents, live.SentBytes, MillisecondsOf(live.DelayP50), MillisecondsOf(live.DelayP99)),
            new(agents.Online, agents.Stale, agents.Offline, metrics.Series, metrics.SeriesLimit),
            metrics.Queues,
            metrics.Limits);
    }

    public static SystemEventView ToView(this OperationsEvent item) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(item.AtUnixMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        item.Level,
        item.Type,
        item.Subject,
        item.Message);

    public static ActiveRequestView ToView(this ActiveRequest request) => new(
        request.Id, request.Session, request.Channel, request.Agent, request.StartedUnixMs, Math.Round(request.Duration.TotalMilliseconds, 3));

    private static double? MillisecondsOf(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 3) : null;

    private static ModelCallView ToView(ModelCallRecord call) => new(
        call.AtUnixMs,
        call.Agent.Value,
        call.Provider,
        call.Model,
        call.LatencyMs,
        call.InputTokens,
        call.OutputTokens,
        Math.Round(call.TokensPerSecond, 3),
        call.Error);
}

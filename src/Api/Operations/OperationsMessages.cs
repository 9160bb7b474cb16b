using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using Wire = CleanLite.V1;

namespace CleanLite.Api.Operations;

/// <summary>The operations figures as operations.proto has them.</summary>
internal static class OperationsMessages
{
    public static Wire.SystemMetrics ToMessage(this SystemMetrics metrics)
    {
        var message = new Wire.SystemMetrics
        {
            MessagesProcessed = (ulong)metrics.Figures.MessagesProcessed,
            Errors = (ulong)metrics.Figures.Errors,
            ActiveRequests = (uint)metrics.ActiveRequests,
            UptimeSeconds = metrics.Figures.Uptime.TotalSeconds,
            QueueDepth = (ulong)metrics.QueueDepth,
            ModelCalls = ToMessage(metrics.Figures.ModelCalls),
            Ingest = IngestOf(metrics),
            Live = LiveOf(metrics.Live),
            Fleet = new()
            {
                Online = (uint)metrics.Agents.Online,
                Stale = (uint)metrics.Agents.Stale,
                Offline = (uint)metrics.Agents.Offline,
                Series = (uint)metrics.Series,
                SeriesLimit = (uint)metrics.SeriesLimit,
            },
        };
        foreach (var (name, depth) in metrics.Queues) message.Queues[name] = (ulong)depth;
        foreach (var (name, number) in metrics.Limits) message.Limits[name] = (ulong)number;
        return message;
    }

    public static Wire.OperationsEvent ToMessage(this OperationsEvent item) => new()
    {
        TimeUnixMs = item.AtUnixMs,
        Level = (Wire.Severity)item.Level,
        Type = item.Type,
        Subject = item.Subject,
        Message = item.Message,
    };

    public static Wire.ActiveRequest ToMessage(this ActiveRequest request) => new()
    {
        Id = request.Id,
        Session = request.Session,
        Channel = request.Channel,
        Agent = request.Agent,
        StartedAtUnixMs = request.StartedUnixMs,
        DurationMs = request.Duration.TotalMilliseconds,
    };

    private static Wire.IngestFigures IngestOf(SystemMetrics metrics) => new()
    {
        Batches = (ulong)metrics.Ingest.Batches,
        Received = (ulong)metrics.Ingest.Received,
        Accepted = (ulong)metrics.Ingest.Accepted,
        Duplicate = (ulong)metrics.Ingest.Duplicate,
        Late = (ulong)metrics.Ingest.Late,
        Rejected = (ulong)metrics.Ingest.Rejected,
        Retries = (ulong)metrics.Retries,
    };

    private static Wire.LiveFigures LiveOf(LiveFigures live)
    {
        var message = new Wire.LiveFigures
        {
            Viewers = (ulong)live.Viewers,
            MergedPoints = (ulong)live.MergedPoints,
            LostEvents = (ulong)live.LostEvents,
            SentBytes = (ulong)live.SentBytes,
        };
        if (live.DelayP50 is { } half) message.DelayP50Ms = half.TotalMilliseconds;
        if (live.DelayP99 is { } most) message.DelayP99Ms = most.TotalMilliseconds;
        return message;
    }

    private static Wire.ModelCallFigures ToMessage(ModelCallFigures calls) => new()
    {
        Total = (ulong)calls.Total,
        Failed = (ulong)calls.Failed,
        AverageLatencyMs = calls.AverageLatencyMs,
        ErrorRate = calls.ErrorRate,
        RecentCalls = { calls.Recent.Select(ToMessage) },
    };

    private static Wire.RecentModelCall ToMessage(ModelCallRecord call) => new()
    {
        Agent = call.Agent.Value,
        TokensPerSecond = call.TokensPerSecond,
        Call = new()
        {
            TimeUnixMs = call.AtUnixMs,
            Provider = call.Provider,
            Model = call.Model,
            LatencyMs = call.LatencyMs,
            InputTokens = (uint)call.InputTokens,
            OutputTokens = (uint)call.OutputTokens,
            Error = call.Error,
        },
    };
}

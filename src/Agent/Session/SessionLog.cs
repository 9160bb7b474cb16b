using CleanLite.V1;
using Microsoft.Extensions.Logging;

namespace CleanLite.Agent.Session;

/// <summary>The log events of the session, 100 to 199.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(100, LogLevel.Information, "Connected to {Server} over {Transport} as {AgentId}.")]
    public static partial void Connected(this ILogger log, Uri server, string transport, string agentId);

    [LoggerMessage(101, LogLevel.Warning,
        "Not connected to {Server}: {Reason}. Next try in {Seconds:0.0} s; {Buffered} points are buffered.")]
    public static partial void Disconnected(this ILogger log, Uri server, string reason, double seconds, long buffered);

    [LoggerMessage(102, LogLevel.Warning,
        "The server refused series {Metric}: {Code}: {Detail} ({Untold} more of this code since the last such line)")]
    public static partial void SeriesRefused(this ILogger log, string metric, Violation.Types.Code code, string detail, long untold);

    [LoggerMessage(103, LogLevel.Information, "Left {Server}: {Acknowledged} points acknowledged, {Shed} shed, {Buffered} not sent.")]
    public static partial void Left(this ILogger log, Uri server, long acknowledged, long shed, long buffered);

    [LoggerMessage(104, LogLevel.Error, "The link to {Server} failed in an unforeseen way.")]
    public static partial void Failed(this ILogger log, Exception exception, Uri server);

    [LoggerMessage(105, LogLevel.Warning, "{Failed} failed {Times} times in a row; next comes {Transport} at {Address}.")]
    public static partial void FallingBack(this ILogger log, string failed, int times, string transport, Uri address);

    [LoggerMessage(106, LogLevel.Information, "Trying {Transport} at {Address} again.")]
    public static partial void TryingAgain(this ILogger log, string transport, Uri address);

    [LoggerMessage(107, LogLevel.Warning,
        "Over {Transport} batches go one by one, and nothing else gets through: no pushes, no events, no model calls.")]
    public static partial void BatchesOnly(this ILogger log, string transport);
}

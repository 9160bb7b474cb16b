using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Activity;

/// <summary>What the activity log writes to the server's log (events 5001 to 5099).</summary>
internal static partial class ActivityLogWords
{
    [LoggerMessage(5001, LogLevel.Information, "Activity log: {Path}, {Count} events up to number {LastOffset}; SQLite {Version} of the operating system")]
    public static partial void Opened(this ILogger logger, string path, long count, long lastOffset, string version);

    [LoggerMessage(5002, LogLevel.Information, "Activity log: in memory only, as Activity:Path is empty")]
    public static partial void MemoryOnly(this ILogger logger);

    [LoggerMessage(5003, LogLevel.Error, "Activity log {Path}: {Detail} Events are kept in memory and written when it works again")]
    public static partial void Degraded(this ILogger logger, Exception? exception, string path, string detail);

    [LoggerMessage(5004, LogLevel.Information, "Activity log {Path}: works again after {Seconds} s; {Lost} events were lost meanwhile")]
    public static partial void Recovered(this ILogger logger, string path, long seconds, long lost);

    [LoggerMessage(5005, LogLevel.Error, "Activity log {Path}: {Detail} It was set aside as {Aside}; a new one is begun")]
    public static partial void SetAside(this ILogger logger, string path, string detail, string aside);

    [LoggerMessage(5006, LogLevel.Error, "Activity log {Path}: {Detail} Events are kept in memory until then")]
    public static partial void Detached(this ILogger logger, string path, string detail);

    [LoggerMessage(5007, LogLevel.Warning, "Activity log {Path}: events come faster than the disk takes them; the oldest that wait are lost")]
    public static partial void Overflowed(this ILogger logger, string path);

    [LoggerMessage(5008, LogLevel.Error, "Activity log {Path}: {Rows} rows have a wrong checksum and were left out of an answer")]
    public static partial void RowsDamaged(this ILogger logger, string path, int rows);

    [LoggerMessage(5009, LogLevel.Warning, "Activity log {Path}: a read failed: {Detail}")]
    public static partial void ReadFailed(this ILogger logger, Exception exception, string path, string detail);
}

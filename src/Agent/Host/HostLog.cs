using Microsoft.Extensions.Logging;

namespace CleanLite.Agent.Host;

/// <summary>The log events of the collectors, 200 to 299.</summary>
internal static partial class HostLog
{
    [LoggerMessage(200, LogLevel.Warning, "Host metrics of group {Group} are left out: {Reason}")]
    public static partial void GroupDisabled(this ILogger log, string group, string reason);
}

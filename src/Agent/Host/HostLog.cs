using Microsoft.Extensions.Logging;

namespace CleanLite.Agent.Host;

/// <summary>The log events of the host agent, 200 to 299.</summary>
internal static partial class HostLog
{
    [LoggerMessage(200, LogLevel.Warning, "Host metrics of group {Group} are left out: {Reason}")]
    public static partial void GroupDisabled(this ILogger log, string group, string reason);

    [LoggerMessage(201, LogLevel.Information, "Configuration {Hash} is in force: {Groups} every {Seconds} s")]
    public static partial void ConfigInForce(this ILogger log, string hash, string groups, double seconds);

    [LoggerMessage(202, LogLevel.Warning, "The configuration from the server is not taken: {Reason}")]
    public static partial void ConfigNotTaken(this ILogger log, string reason);

    [LoggerMessage(203, LogLevel.Warning, "The configuration in {Path} could not be read: {Reason}")]
    public static partial void ConfigNotRecalled(this ILogger log, string path, string reason);

    [LoggerMessage(204, LogLevel.Warning, "The configuration could not be kept in {Path}: {Reason}")]
    public static partial void ConfigNotRemembered(this ILogger log, string path, string reason);

    [LoggerMessage(205, LogLevel.Warning, "The server asks for action {Action}: {Answer}")]
    public static partial void ActionAsked(this ILogger log, string action, string answer);
}

using CleanLite.Application.Live;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Live;

/// <summary>What the live room logs; event ids 3000 to 3099.</summary>
internal sealed partial class LiveLog(ILogger<LiveLog> logger)
{
    [LoggerMessage(3000, LogLevel.Debug, "Viewer {Connection} came from {Address}.")]
    public partial void Came(string connection, string address);

    [LoggerMessage(3001, LogLevel.Debug, "Viewer {Connection} ended: {Code} {Name}.")]
    private partial void Ended(string connection, int code, string name);

    [LoggerMessage(3002, LogLevel.Warning, "Viewer {Connection} was closed: {Code} {Name}.")]
    private partial void Closed(string connection, int code, string name);

    [LoggerMessage(3003, LogLevel.Warning, "A viewer from {Address} was refused: {Code} {Name}.")]
    private partial void Refused(string address, int code, string name);

    [LoggerMessage(3004, LogLevel.Error, "The method {Method} that a viewer called failed.")]
    public partial void CallFailed(string method, Exception exception);

    public void Ended(string connection, LiveEnding ending)
    {
        if (ending == LiveEnding.TooSlow || ending == LiveEnding.NoPong) Closed(connection, ending.Code, ending.Name);
        else Ended(connection, ending.Code, ending.Name);
    }

    public void Refused(string address, LiveEnding ending) => Refused(address, ending.Code, ending.Name);
}

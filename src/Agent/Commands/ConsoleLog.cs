using System.Globalization;
using Microsoft.Extensions.Logging;

namespace CleanLite.Agent.Commands;

/// <summary>Log lines for a person or a journal: time, level, text.</summary>
internal sealed class ConsoleLog(TextWriter output, TimeProvider time) : ILogger
{
    private readonly Lock _lock = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var at = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var text = $"{at} {Short(logLevel)} {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}";
        lock (_lock)
            output.WriteLine(text);
    }

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "fail",
    };
}

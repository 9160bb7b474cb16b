using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CleanLite.Interop.Sessions;

/// <summary>What the server logs as an error.</summary>
internal sealed class ErrorLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _lines.Enqueue($"{formatter(state, exception)} {exception}");
    }

    /// <summary>The lines since the last call.</summary>
    public IEnumerable<string> Take()
    {
        while (_lines.TryDequeue(out var line)) yield return line;
    }

    public void Dispose()
    {
    }
}

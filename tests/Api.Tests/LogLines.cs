using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CleanLite.Api.Tests;

/// <summary>What the server logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) Lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));
    }

    /// <summary>What went wrong on the server, as the server sees it.</summary>
    public string Errors => string.Join(Environment.NewLine, Lines.Where(l => l.Level >= LogLevel.Error).Select(l => l.Text));

    public void Dispose()
    {
    }
}

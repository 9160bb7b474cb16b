using CleanLite.Application.Operations;
using CleanLite.Domain.Activity;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Operations;

/// <summary>Notes what one category logs at the levels Error and Critical.</summary>
internal sealed class OperationsLogger(IOperationsRecorder recorder, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error or LogLevel.Critical;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var message = formatter(state, exception);
        recorder.Note(Severity.Error, "log.error", exception is null ? message : $"{message} ({exception.GetType().Name}: {exception.Message})", category);
    }
}

using CleanLite.Domain.Activity;

namespace CleanLite.Application.Operations;

/// <summary>Hands out what <see cref="IOperationsRecorder"/> took.</summary>
public interface IOperationsReader
{
    /// <summary>The figures now.</summary>
    OperationsFigures Read();

    /// <summary>The newest events, newest first.</summary>
    /// <param name="levels">The levels wanted; empty: all.</param>
    /// <param name="limit">How many at most.</param>
    IReadOnlyList<OperationsEvent> Events(IReadOnlyCollection<Severity> levels, int limit);
}

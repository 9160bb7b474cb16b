namespace Grpc.Core;

/// <summary>A stream of messages to read, one reader at a time.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last successful <see cref="MoveNext"/> brought; undefined before it and after the end.</summary>
    T Current { get; }

    /// <summary>Waits for the next message.</summary>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    /// <returns>True if there is a message, false at the end of the stream.</returns>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

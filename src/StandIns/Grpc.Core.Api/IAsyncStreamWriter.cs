namespace Grpc.Core;

/// <summary>A stream of messages to write, one write at a time.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options for the following writes; null for the defaults.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message; the next write waits for the returned task.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Done when the transport has taken the message.</returns>
    Task WriteAsync(T message);

    /// <summary>Writes a message; the next write waits for the returned task.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives the write up.</param>
    /// <returns>Done when the transport has taken the message.</returns>
    /// <exception cref="NotSupportedException">This writer has no cancellable write and the token can be cancelled.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("Cancellation of stream writes is not supported by this gRPC implementation.")
        : WriteAsync(message);
}

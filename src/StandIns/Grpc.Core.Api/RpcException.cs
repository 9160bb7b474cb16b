namespace Grpc.Core;

/// <summary>A call failed. A server throws it to choose the status; a client catches it to learn the status.</summary>
public class RpcException : Exception
{
    /// <summary>Makes the exception for a status; the message is the status as text.</summary>
    /// <param name="status">How the call ended.</param>
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>Makes the exception for a status with a message of its own.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="message">A local message; the peer reads <see cref="Status.Detail"/> instead.</param>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>Makes the exception for a status with trailers; the message is the status as text.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="trailers">Metadata that closes the call.</param>
    /// <exception cref="ArgumentNullException"><paramref name="trailers"/> is null.</exception>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>Makes the exception from all its parts.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="trailers">Metadata that closes the call.</param>
    /// <param name="message">A local message; the peer reads <see cref="Status.Detail"/> instead.</param>
    /// <exception cref="ArgumentNullException"><paramref name="trailers"/> is null.</exception>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>The metadata that closed the call; empty unless given.</summary>
    public Metadata Trailers { get; }
}

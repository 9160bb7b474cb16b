namespace Grpc.Core;

/// <summary>The result of a call: a code and a sentence about it.</summary>
public readonly struct Status
{
    /// <summary><see cref="StatusCode.OK"/> with an empty detail.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary><see cref="StatusCode.Cancelled"/> with an empty detail.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <summary>Makes a status.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">What the peer may read about it.</param>
    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null)
    {
    }

    /// <summary>Makes a status that also remembers a local cause.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">What the peer may read about it.</param>
    /// <param name="debugException">The local cause; it never travels to the peer.</param>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        Detail = detail;
        DebugException = debugException;
    }

    /// <summary>The code; everything but <see cref="StatusCode.OK"/> is a failure.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The sentence that travels with the code.</summary>
    public string Detail { get; }

    /// <summary>The local cause, for debugging only; null unless the client's own side knows one.</summary>
    public Exception? DebugException { get; }

    /// <summary>The form <c>Status(StatusCode="Code", Detail="Detail")</c>, with the local cause when there is one.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => DebugException is null
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", DebugException=\"{DebugException}\")";
}

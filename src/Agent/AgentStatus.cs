namespace CleanLite.Agent;

/// <summary>
/// What an <see cref="AgentClient"/> has counted, read at one instant. Points of a session always add up:
/// produced = acknowledged + shed + buffered.
/// </summary>
public sealed record AgentStatus
{
    /// <summary>A link stands and the server has said Welcome.</summary>
    public required bool Connected { get; init; }

    /// <summary>What the link goes through, or is tried through next: <c>grpc</c>, <c>websocket</c>, <c>http</c>.</summary>
    public required string Transport { get; init; }

    /// <summary>How often a link was established again after the first time.</summary>
    public required int Reconnects { get; init; }

    /// <summary>Why the last link ended or could not be made; null if none ended yet.</summary>
    public required string? LastError { get; init; }

    /// <summary>Round trip of the newest heartbeat that was answered; null before the first answer.</summary>
    public required TimeSpan? RoundTrip { get; init; }

    /// <summary>Points given to <see cref="AgentClient.TryReport"/>.</summary>
    public required long PointsProduced { get; init; }

    /// <summary>Points that the server has dealt with, whatever it decided.</summary>
    public required long PointsAcknowledged { get; init; }

    /// <summary>Points dropped here because the buffer was full.</summary>
    public required long PointsShed { get; init; }

    /// <summary>Points that wait for acknowledgement.</summary>
    public required long PointsBuffered { get; init; }

    /// <summary>Of the acknowledged points, those that the server refused.</summary>
    public required long PointsRejected { get; init; }

    /// <summary>Events and model calls that were dropped or lost with a link.</summary>
    public required long MessagesDropped { get; init; }
}

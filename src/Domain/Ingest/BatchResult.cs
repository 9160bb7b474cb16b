namespace CleanLite.Domain.Ingest;

/// <summary>
/// What became of a batch, point by point. Accepted + duplicate + late + rejected points are the points that the batch held, except with
/// <see cref="BatchStatus.Retry"/>, where the batch has not been dealt with and all four are 0.
/// </summary>
public sealed record BatchResult
{
    /// <summary>How many violations are told in full.</summary>
    public const int MaxViolations = 16;

    /// <summary>The verdict on the batch.</summary>
    public required BatchStatus Status { get; init; }

    /// <summary>Points applied and handed to the broadcaster.</summary>
    public int AcceptedPoints { get; init; }

    /// <summary>Points equal in time and bits to the newest of their series, or of a batch seen before.</summary>
    public int DuplicatePoints { get; init; }

    /// <summary>Points at or before the newest accepted point of their series.</summary>
    public int LatePoints { get; init; }

    /// <summary>Points of refused series.</summary>
    public int RejectedPoints { get; init; }

    /// <summary>The first 16 violations.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>How many violations there were beyond those.</summary>
    public int MoreViolations { get; init; }

    /// <summary>Milliseconds to wait before sending the batch again; with <see cref="BatchStatus.Retry"/> only.</summary>
    public int RetryAfterMs { get; init; }

    /// <summary>All points dealt with.</summary>
    public int Points => AcceptedPoints + DuplicatePoints + LatePoints + RejectedPoints;

    /// <summary>A batch whose number had been dealt with.</summary>
    public static BatchResult DuplicateOf(int points) => new() { Status = BatchStatus.Duplicate, DuplicatePoints = points };

    /// <summary>A batch refused whole, for one reason.</summary>
    public static BatchResult RejectedWhole(int points, ViolationCode code, string detail) =>
        new() { Status = BatchStatus.Rejected, RejectedPoints = points, Violations = [new Violation(code, -1, "", detail)] };

    /// <summary>A batch to be sent again.</summary>
    public static BatchResult RetryAfter(int milliseconds) => new() { Status = BatchStatus.Retry, RetryAfterMs = milliseconds };
}

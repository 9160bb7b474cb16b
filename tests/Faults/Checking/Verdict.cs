using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Checking;

/// <summary>What a history came to.</summary>
internal sealed record Verdict
{
    public required RunBegan? Run { get; init; }

    /// <summary>Batches that agents made.</summary>
    public required int Batches { get; init; }

    /// <summary>Of those, batches that an agent knows to be dealt with.</summary>
    public required int Acked { get; init; }

    /// <summary>Points that the all-seeing viewer was shown.</summary>
    public required long PointsSeen { get; init; }

    /// <summary>Points that viewers were told to have missed.</summary>
    public required long MergedPoints { get; init; }

    /// <summary>Subscriptions that went on where they had ended.</summary>
    public required int Resumed { get; init; }

    /// <summary>Actions that agents executed.</summary>
    public required int Actions { get; init; }

    /// <summary>Figures of the run.</summary>
    public required IReadOnlyList<Measured> Measured { get; init; }

    public required int ViolationCount { get; init; }

    /// <summary>The first violations of each kind.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }
}

using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Checking;

/// <summary>A batch within an epoch, and what its agent was told of it.</summary>
internal sealed class BatchFate(Sent sent)
{
    private Acked? _result;

    public ulong Sequence => sent.Sequence;

    public IReadOnlyList<Sample> Points => sent.Points;

    /// <summary>When the agent learnt that it was dealt with; null: it never did.</summary>
    public double? AckedAt { get; set; }

    /// <summary>True if no answer told what was done with its points: they were all taken, then, unless the server refuses some.</summary>
    public bool IsUnknown => _result is null;

    /// <summary>How many of its points must have been shown.</summary>
    public int ShouldShow => _result is null ? Points.Count : (int)_result.Accepted;

    /// <summary>How many of its points were not taken.</summary>
    public long Refused => _result is null ? 0 : _result.Late + _result.Rejected;

    /// <summary>An answer. That of a repetition tells nothing but that there was one before.</summary>
    public void Take(Acked acked)
    {
        AckedAt ??= acked.At;
        if (acked.Status != "Duplicate") _result ??= acked;
    }

    public override string ToString() => $"batch {sent.Sequence} of {sent.Agent}";
}

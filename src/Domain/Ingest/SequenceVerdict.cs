namespace CleanLite.Domain.Ingest;

/// <summary>What a batch's number says about it.</summary>
public enum SequenceVerdict
{
    /// <summary>The one expected.</summary>
    Next,

    /// <summary>Numbers before it never came and were not announced as skipped: it is taken, and the hole is told.</summary>
    AfterGap,

    /// <summary>Dealt with before.</summary>
    Duplicate,

    /// <summary>An earlier batch is to be sent again first.</summary>
    AfterRetry,

    /// <summary>0, beyond 2^63-1, or too far beyond the one expected.</summary>
    Bad,
}

namespace CleanLite.Domain.Ingest;

/// <summary>
/// What the server knows of the batch numbers of one session: everything up to <see cref="Last"/> has been dealt with. Not thread-safe; the
/// owner lets one batch of an agent in at a time.
/// </summary>
/// <param name="maxGap">How far a number may lie beyond the one expected; a jump within it is taken for batches that the agent shed.</param>
public sealed class SequenceLedger(ulong maxGap)
{
    /// <summary>The highest number that a session may use; room is left so that counting on never wraps.</summary>
    public const ulong MaxSequence = long.MaxValue;

    // More than any agent has in flight, so that numbers made up to be remembered take no memory to speak of.
    private const int MaxOwed = 1_024;

    private SortedSet<ulong>? _owed;

    /// <summary>Every number up to here has been dealt with; 0 for a session that sent nothing.</summary>
    public ulong Last { get; private set; }

    /// <summary>
    /// What to do with the batch numbered <paramref name="sequence"/>. A session that the server does not know may start at any number:
    /// the server was restarted, the agent goes on.
    /// </summary>
    public SequenceVerdict Judge(ulong sequence)
    {
        if (sequence is 0 or > MaxSequence) return SequenceVerdict.Bad;
        if (sequence <= Last) return SequenceVerdict.Duplicate;
        if (_owed is { Count: > 0 } && sequence > _owed.Min) return SequenceVerdict.AfterRetry;
        if (Last == 0 || sequence == Last + 1) return SequenceVerdict.Next;
        return sequence - Last - 1 <= maxGap ? SequenceVerdict.AfterGap : SequenceVerdict.Bad;
    }

    /// <summary>Notes that the batch has been dealt with.</summary>
    public void Settle(ulong sequence)
    {
        if (sequence > Last) Last = sequence;
        while (_owed is { Count: > 0 } && _owed.Min <= Last) _owed.Remove(_owed.Min);
    }

    /// <summary>
    /// Notes that the batch was answered <see cref="BatchStatus.Retry"/>: those after it wait until it comes again, so that none is taken for dealt with.
    /// Of very many the lowest are kept.
    /// </summary>
    public void Owe(ulong sequence)
    {
        if (Last > 0 && sequence - Last - 1 > maxGap) return;
        _owed ??= [];
        _owed.Add(sequence);
        if (_owed.Count > MaxOwed) _owed.Remove(_owed.Max);
    }

    /// <summary>Notes numbers that the agent will never send; true if that moved <see cref="Last"/>.</summary>
    public bool Skip(ulong first, ulong last)
    {
        var follows = Last == 0 || first <= Last + 1;
        if (first == 0 || last < first || last > MaxSequence || last <= Last || !follows) return false;
        Settle(last);
        return true;
    }
}

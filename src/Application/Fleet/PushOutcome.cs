namespace CleanLite.Application.Fleet;

/// <summary>What a command that pushes is answered.</summary>
public abstract record PushOutcome
{
    private PushOutcome()
    {
    }

    /// <summary>There is a push: a new one, or the one that the same request made before.</summary>
    public sealed record Made(PushReceipt Receipt) : PushOutcome;

    /// <summary>The command is wrong.</summary>
    /// <param name="Faults">All that is wrong with it: each names the field, the value and what is allowed.</param>
    public sealed record Invalid(IReadOnlyList<string> Faults) : PushOutcome;

    /// <summary>The request's name is taken by a request to another agent.</summary>
    /// <param name="Detail">A sentence for a person.</param>
    public sealed record Taken(string Detail) : PushOutcome;

    /// <summary>As many pushes are under way as may be; try again later.</summary>
    /// <param name="Detail">A sentence for a person.</param>
    public sealed record Full(string Detail) : PushOutcome;
}

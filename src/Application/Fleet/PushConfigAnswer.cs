namespace CleanLite.Application.Fleet;

/// <summary>What <see cref="PushConfigCommand"/> and <see cref="PushGroupConfigCommand"/> are answered.</summary>
public abstract record PushConfigAnswer
{
    private PushConfigAnswer()
    {
    }

    /// <summary>The configuration is set.</summary>
    /// <param name="Desired">What was set.</param>
    /// <param name="Pushes">The pushes that it made; none to agents that run with it already.</param>
    /// <param name="Unsent">How many agents got no push because too many are under way; they get it when they next connect.</param>
    /// <param name="IsKept">False if it could not be kept beyond the end of the process.</param>
    public sealed record Set(DesiredConfig Desired, IReadOnlyList<PushReceipt> Pushes, int Unsent, bool IsKept) : PushConfigAnswer;

    /// <summary>The command is wrong.</summary>
    /// <param name="Faults">All that is wrong with it.</param>
    public sealed record Invalid(IReadOnlyList<string> Faults) : PushConfigAnswer;

    /// <summary>There are as many configurations as may be.</summary>
    /// <param name="Detail">A sentence for a person.</param>
    public sealed record Full(string Detail) : PushConfigAnswer;
}

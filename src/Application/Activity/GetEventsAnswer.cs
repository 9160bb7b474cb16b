namespace CleanLite.Application.Activity;

/// <summary>What <see cref="GetEventsQuery"/> is answered.</summary>
public abstract record GetEventsAnswer
{
    private GetEventsAnswer()
    {
    }

    /// <summary>A page.</summary>
    /// <param name="Page">The events, and the cursor of the next page.</param>
    public sealed record Found(Page<LoggedEvent> Page) : GetEventsAnswer;

    /// <summary>The query is wrong.</summary>
    /// <param name="Faults">All that is wrong with it: the parameter as clients write it, and a sentence that names it, the value and what is allowed.</param>
    public sealed record Refused(IReadOnlyList<(string Parameter, string Detail)> Faults) : GetEventsAnswer;

    /// <summary>The log cannot be read at the moment.</summary>
    /// <param name="Detail">Why, for a person.</param>
    public sealed record Unavailable(string Detail) : GetEventsAnswer;
}

namespace CleanLite.Application.Activity;

/// <summary>What became of a reported event.</summary>
public abstract record ReportEventAnswer
{
    private ReportEventAnswer()
    {
    }

    /// <summary>It was handed to the viewers' feed, and from there to the log.</summary>
    /// <param name="Id">The agent's id for it, or the one that the server made.</param>
    public sealed record Accepted(string Id) : ReportEventAnswer;

    /// <summary>The agent reported an event of this id a short while ago; nothing was done.</summary>
    /// <param name="Id">The id.</param>
    public sealed record Duplicate(string Id) : ReportEventAnswer;

    /// <summary>It was refused.</summary>
    /// <param name="Code">Why.</param>
    /// <param name="Detail">A sentence for a person: names the value seen and what is allowed.</param>
    public sealed record Refused(EventRefusal Code, string Detail) : ReportEventAnswer;
}

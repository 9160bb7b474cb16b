namespace CleanLite.Application.Fleet;

/// <summary>What became of an agent's answer to a push.</summary>
public enum AnswerVerdict
{
    /// <summary>It was taken.</summary>
    Taken,

    /// <summary>It came after the end, twice, or goes backwards; nothing changed.</summary>
    Late,

    /// <summary>The push is for another agent, or the stream is not its agent's current one; nothing changed.</summary>
    Foreign,

    /// <summary>There is no such push, or no longer; nothing changed.</summary>
    Unknown,

    /// <summary>It is no answer: its state is none that an agent may give; nothing changed.</summary>
    Malformed,
}

namespace CleanLite.Domain.Fleet;

/// <summary>The ways that a push may go: waiting, sent, received, applying, and then exactly one end.</summary>
public static class PushStates
{
    /// <summary>True for an end.</summary>
    public static bool IsFinal(this PushState state) => state is PushState.Applied or PushState.Failed or PushState.Unsupported
        or PushState.Expired or PushState.Refused or PushState.Superseded;

    /// <summary>True if a push in state <paramref name="from"/> may go to <paramref name="to"/>: only forwards, and nowhere from an end.</summary>
    public static bool Allows(this PushState from, PushState to) => from switch
    {
        PushState.Waiting => to is PushState.Sent or PushState.Superseded or PushState.Expired or PushState.Unsupported or PushState.Applied,
        PushState.Sent => to is PushState.Received or PushState.Applying || (to.IsFinal() && to != PushState.Superseded),
        PushState.Received => to is PushState.Applying || (to.IsFinal() && to != PushState.Superseded),
        PushState.Applying => to.IsFinal() && to != PushState.Superseded,
        _ => false,
    };

    /// <summary>True if an agent may answer with it.</summary>
    public static bool IsAnswer(this PushState state) => state is >= PushState.Received and <= PushState.Refused;
}

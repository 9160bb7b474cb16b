namespace CleanLite.Application.Live;

/// <summary>End the subscription to a channel.</summary>
/// <param name="Id">The client's own id.</param>
/// <param name="Channel">The channel.</param>
public sealed record UnsubscribeCommand(string? Id, string Channel) : LiveCommand(Id)
{
    /// <inheritdoc/>
    public override string Action => "unsubscribe";
}

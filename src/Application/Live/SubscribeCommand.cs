namespace CleanLite.Application.Live;

/// <summary>Subscribe to a channel, in place of what was subscribed to on it before.</summary>
/// <param name="Id">The client's own id.</param>
/// <param name="Subscription">What it wants.</param>
public sealed record SubscribeCommand(string? Id, ChannelSubscription Subscription) : LiveCommand(Id)
{
    /// <inheritdoc/>
    public override string Action => "subscribe";
}

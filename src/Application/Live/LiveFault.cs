namespace CleanLite.Application.Live;

/// <summary>What is wrong with something a viewer asked for.</summary>
/// <param name="Code">For programs; stable: see the constants.</param>
/// <param name="Message">For a person: what was seen and what is allowed.</param>
/// <param name="Retryable">True if the same request may succeed later.</param>
public sealed record LiveFault(string Code, string Message, bool Retryable = false)
{
    /// <summary>The command is not a JSON object, or is too deep.</summary>
    public const string Malformed = "malformed";

    /// <summary>The action is unknown.</summary>
    public const string UnknownAction = "unknown_action";

    /// <summary>The channel is unknown.</summary>
    public const string UnknownChannel = "unknown_channel";

    /// <summary>The method of a call is unknown.</summary>
    public const string UnknownMethod = "unknown_method";

    /// <summary>A field holds something that it does not take.</summary>
    public const string BadField = "bad_field";

    /// <summary>The viewer has no subscription on that channel.</summary>
    public const string NotSubscribed = "not_subscribed";

    /// <summary>Too many commands in a second.</summary>
    public const string TooManyCommands = "too_many_commands";

    /// <summary>Too many distinct filters are in use.</summary>
    public const string TooManyFilters = "too_many_filters";

    /// <summary>A call failed.</summary>
    public const string CallFailed = "call_failed";

    /// <summary>There is no such channel.</summary>
    public static LiveFault NoChannel(string name) => new(
        UnknownChannel,
        $"There is no channel '{Domain.Text.Excerpt(name)}'. Channels: {string.Join(", ", Domain.Live.LiveChannels.All)}.");
}

namespace CleanLite.Domain.Live;

/// <summary>The channels that a viewer may subscribe to (live.md, section 3).</summary>
public static class LiveChannels
{
    /// <summary>Accepted points.</summary>
    public const string Metrics = "metrics";

    /// <summary>Every event, whatever its type.</summary>
    public const string Events = "events";

    /// <summary>Comings and goings of agents.</summary>
    public const string Agents = "agents";

    /// <summary>What the server says of itself.</summary>
    public const string System = "system";

    /// <summary>Refused series.</summary>
    public const string Rejects = "rejects";

    /// <summary>All of them, in the order of the contract.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Metrics, Agents, "tasks", "budget", "messages", "tools", "bids", System, Rejects, Events];

    /// <summary>True if <paramref name="name"/> is a channel.</summary>
    public static bool IsKnown(string name) => All.Contains(name);

    /// <summary>The channel that the first word of an event's type names; a word without a channel of its own belongs to <see cref="Events"/>.</summary>
    public static string OfType(ReadOnlySpan<char> type)
    {
        var dot = type.IndexOf('.');
        return (dot < 0 ? type : type[..dot]) switch
        {
            "agent" => Agents,
            "task" => "tasks",
            "budget" => "budget",
            "message" => "messages",
            "tool" => "tools",
            "bid" => "bids",
            "system" => System,
            "reject" or "rejects" => Rejects,
            _ => Events,
        };
    }
}

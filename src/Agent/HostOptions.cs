using CleanLite.Agent.Host;

namespace CleanLite.Agent;

/// <summary>Which metrics of the host are read, and from where.</summary>
public sealed class HostOptions
{
    /// <summary>Names of all groups, the values that <see cref="Collect"/> may hold.</summary>
    public static IReadOnlyList<string> Groups => HostGroups.Names;

    /// <summary>The groups to read; all by default.</summary>
    public IReadOnlyCollection<string> Collect { get; init; } = Groups;

    /// <summary>Where the host's root is mounted: <c>/</c>, or for instance <c>/hostfs</c> in a container.</summary>
    public string Root { get; init; } = "/";

    /// <summary>Names of all actions that the host agent knows, the values that <see cref="AllowedActions"/> may hold. There is no shell.</summary>
    public static IReadOnlyList<string> Actions { get; } = ["refresh", "restart"];

    /// <summary>The actions that are allowed unless somebody says otherwise.</summary>
    public static IReadOnlyList<string> DefaultActions { get; } = ["refresh"];

    /// <summary>What the server may have this agent do; anything else is answered REFUSED. The server cannot add to it.</summary>
    public IReadOnlyCollection<string> AllowedActions { get; init; } = DefaultActions;

    /// <summary>Where the last configuration is remembered over restarts; null: nowhere.</summary>
    public string? StateDirectory { get; init; }

    /// <exception cref="ArgumentException">A group does not exist.</exception>
    internal HostSampler NewSampler(AgentOptions agent)
    {
        if (Collect.FirstOrDefault(name => !Groups.Contains(name)) is { } unknown)
            throw new ArgumentException($"Collect holds '{unknown}'; allowed: {string.Join(", ", Groups)}.");
        return new HostSampler(HostGroups.Create(Collect, new HostFiles(Root)), agent.TimeProvider, agent.Logger);
    }
}

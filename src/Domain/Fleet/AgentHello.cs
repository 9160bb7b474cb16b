using CleanLite.Domain.Ingest;

namespace CleanLite.Domain.Fleet;

/// <summary>How an agent introduces itself (agent.proto, <c>Hello</c>), checked.</summary>
public sealed record AgentHello
{
    /// <summary>The agent's lasting name.</summary>
    public required AgentId AgentId { get; init; }

    /// <summary>New at each start of the agent's process; numbers count within it. Empty: a session of one connection.</summary>
    public required string SessionId { get; init; }

    /// <summary>Version of the agent's software.</summary>
    public string AgentVersion { get; init; } = "";

    /// <summary>Its host.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>Describe the agent; not copied onto points.</summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>Push kinds that it understands.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Hash of the configuration it runs with; empty if none.</summary>
    public string ConfigHash { get; init; } = "";

    /// <summary>How often it means to report, in milliseconds; 0 if unknown.</summary>
    public int ReportIntervalMs { get; init; }
}

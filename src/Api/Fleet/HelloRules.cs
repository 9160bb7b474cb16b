using CleanLite.Domain;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.V1;

namespace CleanLite.Api.Fleet;

/// <summary>What must hold for a <c>Hello</c>.</summary>
internal static class HelloRules
{
    public const int MaxSessionIdLength = 128;
    public const int MaxTextLength = 255;
    public const int MaxCapabilities = 64;
    public const int MaxCapabilityLength = 64;
    public const uint ProtocolVersion = 1;

    /// <summary>Takes <paramref name="hello"/>, or says in <paramref name="fault"/> what is wrong with it and what is allowed.</summary>
    public static AgentHello? Check(Hello hello, LabelLimits limits, out string fault)
    {
        if (!AgentId.TryParse(hello.AgentId, out var agent, out var badId))
        {
            fault = badId;
            return null;
        }

        fault = FaultOf(hello) ?? "";
        if (fault.Length > 0) return null;
        if (LabelSet.TryCreate([.. hello.Labels.Select(l => new Label(l.Key, l.Value))], limits, out var labels) is { } wrong)
        {
            fault = $"Hello.labels: {wrong.Detail}";
            return null;
        }

        return new AgentHello
        {
            AgentId = agent,

            // Numbers of an agent that names no session count within its stream.
            SessionId = hello.SessionId.Length > 0 ? hello.SessionId : $"stream-{Guid.NewGuid():N}",
            AgentVersion = hello.AgentVersion,
            Hostname = hello.Hostname,
            Labels = labels,
            Capabilities = [.. hello.Capabilities],
            ConfigHash = hello.ConfigHash,
            ReportIntervalMs = (int)Math.Min(hello.ReportIntervalMs, int.MaxValue),
        };
    }

    private static string? FaultOf(Hello hello)
    {
        if (hello.ProtocolVersion > ProtocolVersion)
            return $"Hello.protocol_version is {hello.ProtocolVersion}; this server speaks version {ProtocolVersion}, and takes 0 for it.";
        if (hello.Capabilities.Count > MaxCapabilities)
            return $"Hello.capabilities has {hello.Capabilities.Count} entries; at most {MaxCapabilities} are allowed.";
        return FaultOf("session_id", hello.SessionId, MaxSessionIdLength)
            ?? FaultOf("agent_version", hello.AgentVersion, MaxTextLength)
            ?? FaultOf("hostname", hello.Hostname, MaxTextLength)
            ?? FaultOf("config_hash", hello.ConfigHash, MaxTextLength)
            ?? hello.Capabilities.Select(c => FaultOf("capabilities", c, MaxCapabilityLength)).FirstOrDefault(f => f is not null);
    }

    private static string? FaultOf(string field, string text, int maxLength)
    {
        if (text.Length > maxLength)
            return $"Hello.{field} '{Text.Excerpt(text)}' has {text.Length} characters; at most {maxLength} are allowed.";
        return Text.IsUnfit(text) ? $"Hello.{field} '{Text.Excerpt(text)}' holds control characters; plain text is allowed." : null;
    }
}

using CleanLite.Domain.Fleet;

namespace CleanLite.Application.Operations;

/// <summary>One call of a language model, as an agent reported it (agent.proto, <c>ModelCall</c>), checked.</summary>
/// <param name="Agent">Who made it.</param>
/// <param name="AtUnixMs">When, Unix milliseconds.</param>
/// <param name="Provider">Who serves the model; may be empty.</param>
/// <param name="Model">The model.</param>
/// <param name="LatencyMs">How long it took, in milliseconds.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="Error">What went wrong; empty if nothing did.</param>
public sealed record ModelCallRecord(
    AgentId Agent, long AtUnixMs, string Provider, string Model, double LatencyMs, long InputTokens, long OutputTokens, string Error)
{
    /// <summary>True if it went wrong.</summary>
    public bool Failed => Error.Length > 0;

    /// <summary>Tokens received per second; 0 for a call that took no time.</summary>
    public double TokensPerSecond => LatencyMs > 0 ? OutputTokens / LatencyMs * 1_000 : 0;
}

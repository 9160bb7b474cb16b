using CleanLite.Domain.Activity;

namespace CleanLite.Application.Activity;

/// <summary>What a door read of an agent's event (agent.proto, <c>AgentEvent</c>), unchecked.</summary>
/// <param name="Id">Unique within the agent; empty: the server makes one.</param>
/// <param name="Type">What it is.</param>
/// <param name="TimeUnixMs">When, Unix milliseconds; 0: when the server received it.</param>
/// <param name="Severity">How grave it is; an unknown number counts as <see cref="Severity.Info"/>.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Message">A sentence for a person.</param>
/// <param name="Attributes">Further facts in the order of the wire; of a name that comes twice the last counts.</param>
/// <param name="HasInvalidText">True if some text was not valid UTF-8.</param>
public sealed record EventDraft(
    string Id,
    string Type,
    long TimeUnixMs,
    Severity Severity,
    string Subject,
    string Message,
    IReadOnlyList<KeyValuePair<string, string>> Attributes,
    bool HasInvalidText = false);

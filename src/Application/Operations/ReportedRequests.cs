using CleanLite.Domain;
using CleanLite.Domain.Fleet;

namespace CleanLite.Application.Operations;

/// <summary>
/// Reads from an agent's events what it has in flight: <c>request.started</c> and <c>request.ended</c>, whose subject names the request; the attributes
/// <c>session</c> and <c>channel</c> describe it. To be told of every event that was taken.
/// </summary>
public sealed class ReportedRequests(IRequestTracker requests)
{
    /// <summary>The type of an event that begins a request.</summary>
    public const string Started = "request.started";

    /// <summary>The type of an event that ends one.</summary>
    public const string Ended = "request.ended";

    private const int MaxLength = 128;

    /// <summary>Takes an event; one that is not about a request, or names none, changes nothing.</summary>
    public void Take(AgentId agent, string type, string subject, IReadOnlyDictionary<string, string> attributes)
    {
        if (subject.Length == 0) return;
        var id = Text.Shown(subject, MaxLength);
        if (type == Started) requests.Started(agent, id, Of("session"), Of("channel"));
        else if (type == Ended) requests.Ended(agent, id);

        string Of(string attribute) => Text.Shown(attributes.GetValueOrDefault(attribute, ""), MaxLength);
    }
}

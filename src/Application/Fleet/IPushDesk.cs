using CleanLite.Domain.Fleet;

namespace CleanLite.Application.Fleet;

/// <summary>
/// The pushes under way: sent at most once each, waiting for absent agents (the newest of a kind only), and the answers to them. Every push has exactly one
/// end. No call waits.
/// </summary>
public interface IPushDesk
{
    /// <summary>Pushes <paramref name="body"/> to <paramref name="agent"/>.</summary>
    PushOutcome Push(AgentId agent, PushBody body, TimeSpan timeToLive);

    /// <summary>
    /// Pushes the configuration that the agent is to run with; null if it runs with it already, or there is no such agent or configuration. One that still waits and is
    /// no longer wanted goes out no more.
    /// </summary>
    PushOutcome? PushConfig(AgentId agent, string reason, TimeSpan timeToLive);

    /// <summary>A push and what became of it; null if there is none of that id, or no longer.</summary>
    PushReceipt? Find(string pushId);

    /// <summary>The configuration that belongs into the welcome: what the agent is to run with, if it does not; else null.</summary>
    AgentConfig? Greet(AgentConnection connection);

    /// <summary>The agent has been welcomed: what waited for it goes out. Does nothing if the stream is not its agent's current one.</summary>
    void Attach(AgentConnection connection);

    /// <summary>The stream is gone. Does nothing if another one took its place.</summary>
    void Detach(AgentConnection connection);

    /// <summary>Takes what an agent says of a push.</summary>
    /// <param name="from">Its stream.</param>
    /// <param name="pushId">Which push; empty: none, the agent says which configuration is in force, which it took from its welcome.</param>
    /// <param name="state">What became of it.</param>
    /// <param name="detail">A sentence for a person, fit to show.</param>
    /// <param name="configHash">The configuration in force now; empty if not told.</param>
    AnswerVerdict Acknowledge(AgentConnection from, string pushId, PushState state, string detail, string configHash);

    /// <summary>Takes what an agent answers to a sample request; more series than were asked for are left out.</summary>
    AnswerVerdict Answer(AgentConnection from, string requestId, SampleAnswer answer);
}

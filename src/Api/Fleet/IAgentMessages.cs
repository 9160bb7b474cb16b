using CleanLite.Application.Fleet;
using CleanLite.V1;

namespace CleanLite.Api.Fleet;

/// <summary>Takes what agents send besides metrics: events, model calls, answers to pushes and sample requests. No call waits or throws.</summary>
internal interface IAgentMessages
{
    /// <summary>Takes <paramref name="message"/>, which came over <paramref name="connection"/>.</summary>
    void Receive(AgentConnection connection, AgentMessage message);
}

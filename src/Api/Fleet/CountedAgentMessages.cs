using System.Diagnostics.Metrics;
using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using CleanLite.V1;

namespace CleanLite.Api.Fleet;

/// <summary>Counts messages that no room of the server takes yet, so that agents may send them already.</summary>
internal sealed class CountedAgentMessages(IMeterFactory factory) : IAgentMessages
{
    private readonly Counter<long> _messages = factory.Create(CleanLiteMeter.Name)
        .CreateCounter<long>("cleanlite.agents.messages", "{message}", "Messages of agents besides metrics, by kind.");

    public void Receive(AgentConnection connection, AgentMessage message) =>
        _messages.Add(1, new KeyValuePair<string, object?>("kind", message.BodyCase.ToString()));
}

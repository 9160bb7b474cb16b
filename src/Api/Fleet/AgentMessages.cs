using System.Diagnostics.Metrics;
using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.V1;
using MediatR;

namespace CleanLite.Api.Fleet;

/// <summary>Maps what agents send besides metrics to the use case that takes it, and counts all of it: what no room takes yet, agents may send already.</summary>
internal sealed partial class AgentMessages(IMeterFactory factory, ISender sender, ILogger<AgentMessages> logger) : IAgentMessages
{
    private readonly Counter<long> _messages = factory.Create(CleanLiteMeter.Name)
        .CreateCounter<long>("cleanlite.agents.messages", "{message}", "Messages of agents besides metrics, by kind.");

    public void Receive(AgentConnection connection, AgentMessage message)
    {
        _messages.Add(1, new KeyValuePair<string, object?>("kind", message.BodyCase.ToString()));
        if (message.BodyCase == AgentMessage.BodyOneofCase.ModelCall) _ = SendAsync(CommandOf(connection.Hello.AgentId, message.ModelCall));
    }

    private static RecordModelCallCommand CommandOf(AgentId agent, ModelCall call) => new(
        agent, call.TimeUnixMs, call.Provider, call.Model, call.LatencyMs, call.InputTokens, call.OutputTokens, call.Error);

    [LoggerMessage(4001, LogLevel.Error, "A message of an agent could not be dealt with")]
    private static partial void Failed(ILogger logger, Exception e);

    // The stream goes on, whatever becomes of the message.
    private async Task SendAsync(IBaseRequest command)
    {
        try
        {
            await sender.Send(command).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Failed(logger, e);
        }
    }
}

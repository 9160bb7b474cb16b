using System.Diagnostics.Metrics;
using CleanLite.Application.Activity;
using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.V1;
using MediatR;
using DomainSeverity = CleanLite.Domain.Activity.Severity;

namespace CleanLite.Api.Fleet;

/// <summary>Maps what agents report besides metrics to its use case. What no room takes is counted and left, so that agents may be newer than the server.</summary>
internal sealed partial class AgentReports(ISender sender, IMeterFactory meters, ILogger<AgentReports> logger) : IAgentMessages
{
    private readonly Counter<long> _messages = meters.Create(CleanLiteMeter.Name)
        .CreateCounter<long>("cleanlite.agents.messages", "{message}", "Messages of agents besides metrics, by kind.");

    public void Receive(AgentConnection connection, AgentMessage message)
    {
        _messages.Add(1, new KeyValuePair<string, object?>("kind", message.BodyCase.ToString()));
        var agent = connection.Hello.AgentId;
        Task? taken = message.BodyCase switch
        {
            AgentMessage.BodyOneofCase.Event => sender.Send(new ReportEventCommand(agent, DraftOf(message.Event))),
            AgentMessage.BodyOneofCase.ModelCall => sender.Send(CommandOf(agent, message.ModelCall)),
            AgentMessage.BodyOneofCase.PushAck => sender.Send(PushMessages.ToCommand(message.PushAck, connection)),
            AgentMessage.BodyOneofCase.SampleResult => sender.Send(PushMessages.ToCommand(message.SampleResult, connection)),
            _ => null,
        };

        // These use cases stay in memory and finish at once.
        if (taken is { IsFaulted: true }) NotTaken(logger, agent.Value, message.BodyCase, taken.Exception);
    }

    private static EventDraft DraftOf(AgentEvent said) => new(
        said.Id, said.Type, said.TimeUnixMs, (DomainSeverity)said.Severity, said.Subject, said.Message, [.. said.Attributes]);

    private static RecordModelCallCommand CommandOf(AgentId agent, ModelCall said) => new(
        agent, said.TimeUnixMs, said.Provider, said.Model, said.LatencyMs, said.InputTokens, said.OutputTokens, said.Error);

    [LoggerMessage(2101, LogLevel.Error, "A {Kind} of agent {Agent} was not taken")]
    private static partial void NotTaken(ILogger logger, string agent, AgentMessage.BodyOneofCase kind, Exception error);
}

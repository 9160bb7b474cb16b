using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using CleanLite.Domain.Activity;
using MediatR;

namespace CleanLite.Infrastructure.Operations;

/// <summary>An agent that came or went is an operations event; what a gone agent had in flight is over.</summary>
internal sealed class NoteWhenPresenceChanged(IOperationsRecorder recorder, IRequestTracker requests) : INotificationHandler<AgentPresenceChanged>
{
    public Task Handle(AgentPresenceChanged notification, CancellationToken cancellationToken)
    {
        var (agent, change) = (notification.Agent, notification.Change);
        if (change == PresenceChange.Offline) requests.EndAll(agent);
        if (notification.IsFolded) return Task.CompletedTask;

        var level = change is PresenceChange.Connected or PresenceChange.Reconnected ? Severity.Info : Severity.Warn;
        var word = change.ToString().ToLowerInvariant();
        recorder.Note(level, $"agent.{word}", $"Agent {agent} is {word}: {notification.Reason}.", agent.Value);
        return Task.CompletedTask;
    }
}

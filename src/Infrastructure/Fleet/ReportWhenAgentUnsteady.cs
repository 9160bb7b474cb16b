using System.Globalization;
using CleanLite.Application.Fleet;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using MediatR;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Shows <c>agent.flapping</c> and <c>agent.duplicate_id</c>: events that grow under one id, the newest of which counts.</summary>
internal sealed class ReportWhenAgentUnsteady(IActivityBroadcaster activity) : INotificationHandler<AgentUnsteady>
{
    public Task Handle(AgentUnsteady notification, CancellationToken cancellationToken)
    {
        activity.Publish(new ActivityEvent
        {
            Id = notification.StoryId,
            Source = "server",
            Type = notification.Kind == UnsteadyKind.Flapping ? "agent.flapping" : "agent.duplicate_id",
            TimeUnixMs = notification.AtUnixMs,
            Severity = notification.IsOver ? Severity.Info : Severity.Warn,
            Subject = notification.Agent.Value,
            Message = notification.Detail,
            Attributes = new Dictionary<string, string>
            {
                ["agent"] = notification.Agent.Value,
                ["count"] = notification.Count.ToString(CultureInfo.InvariantCulture),
                ["since"] = notification.SinceUnixMs.ToString(CultureInfo.InvariantCulture),
                ["over"] = notification.IsOver ? "true" : "false",
            },
        });
        return Task.CompletedTask;
    }
}

using System.Globalization;
using CleanLite.Application.Activity;
using CleanLite.Application.Fleet;
using CleanLite.Domain.Activity;
using MediatR;

namespace CleanLite.Infrastructure.Activity;

/// <summary>Shows on channel <c>agents</c> that points of an agent went missing.</summary>
internal sealed class ReportWhenPointsUnaccounted(SystemEvents events) : INotificationHandler<PointsUnaccounted>
{
    public Task Handle(PointsUnaccounted notification, CancellationToken cancellationToken)
    {
        var (agent, points) = (notification.Agent.Value, notification.Ledger);
        events.Publish(
            "agent.unaccounted",
            Severity.Error,
            $"{points.Unaccounted} points of agent {agent} are missing: it produced {points.Produced}, of which {points.Acknowledged} are answered, "
                + $"{points.Shed} shed and {points.Waiting} waiting.",
            agent,
            new Dictionary<string, string>
            {
                ["agent"] = agent,
                ["produced"] = Text(points.Produced),
                ["acknowledged"] = Text(points.Acknowledged),
                ["shed"] = Text(points.Shed),
                ["waiting"] = Text(points.Waiting),
                ["unaccounted"] = Text(points.Unaccounted),
            });
        return Task.CompletedTask;
    }

    private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}

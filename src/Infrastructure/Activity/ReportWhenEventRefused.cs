using System.Text.Json;
using CleanLite.Application.Activity;
using CleanLite.Domain.Activity;
using MediatR;

namespace CleanLite.Infrastructure.Activity;

/// <summary>Shows refused events: on channel <c>rejects</c> (<c>reject.event</c>), or as a limit that was hit.</summary>
internal sealed class ReportWhenEventRefused(RefusalFold fold, SystemEvents events) : INotificationHandler<EventRefused>
{
    public Task Handle(EventRefused notification, CancellationToken cancellationToken)
    {
        var (agent, code) = (notification.Agent, notification.Code);
        if (code == EventRefusal.RateLimited)
        {
            events.LimitHit("Activity:EventsPerSecondPerAgent", notification.Detail, agent.Value);
        }
        else if (fold.TryTell(agent))
        {
            events.Publish("reject.event", Severity.Warn, notification.Detail, notification.Type, new Dictionary<string, string>
            {
                ["agent"] = agent.Value,
                ["code"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString()),
            });
        }

        return Task.CompletedTask;
    }
}

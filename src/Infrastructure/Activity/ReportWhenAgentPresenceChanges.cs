using CleanLite.Application.Activity;
using CleanLite.Application.Fleet;
using CleanLite.Domain.Activity;
using MediatR;

namespace CleanLite.Infrastructure.Activity;

/// <summary>Shows the comings and goings of agents on channel <c>agents</c>, but for those that are told as one story.</summary>
internal sealed class ReportWhenAgentPresenceChanges(SystemEvents events) : INotificationHandler<AgentPresenceChanged>
{
    public Task Handle(AgentPresenceChanged notification, CancellationToken cancellationToken)
    {
        if (notification.IsFolded) return Task.CompletedTask;
        var (type, severity, what) = notification.Change switch
        {
            PresenceChange.Connected => ("agent.connected", Severity.Info, "is there"),
            PresenceChange.Reconnected => ("agent.reconnected", Severity.Info, "is back"),
            PresenceChange.Stale => ("agent.stale", Severity.Warn, "has fallen silent"),
            PresenceChange.Offline => ("agent.offline", Severity.Warn, "is gone"),
            _ => ("agent.superseded", Severity.Warn, "was taken over by a newer stream"),
        };
        var agent = notification.Agent.Value;
        events.Publish(type, severity, $"Agent {agent} {what}{WhyOf(notification)}.", agent, FactsOf(notification));
        return Task.CompletedTask;
    }

    /// <summary>What was told of the reason, else its word; nothing where it would only say again that the agent is there.</summary>
    private static string WhyOf(AgentPresenceChanged notification) =>
        notification.Detail.Length > 0 ? $": {ShownText.Of(notification.Detail).TrimEnd('.')}"
        : notification.Reason is "" or "connected" or "heard_again" ? ""
        : $": {notification.Reason.Replace('_', ' ')}";

    private static Dictionary<string, string> FactsOf(AgentPresenceChanged notification)
    {
        var facts = new Dictionary<string, string> { ["agent"] = notification.Agent.Value };
        Add("reason", notification.Reason);
        Add("detail", notification.Detail);
        Add("hostname", notification.Hello?.Hostname ?? "");
        Add("version", notification.Hello?.AgentVersion ?? "");
        return facts;

        void Add(string name, string value)
        {
            if (value.Length > 0) facts[name] = ShownText.Of(value);
        }
    }
}

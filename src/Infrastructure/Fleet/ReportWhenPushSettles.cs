using CleanLite.Application.Activity;
using CleanLite.Application.Fleet;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Shows the end of each push on channel <c>agents</c>: <c>agent.config.applied</c>, <c>agent.config.failed</c>, <c>agent.push.*</c>.</summary>
internal sealed class ReportWhenPushSettles(SystemEvents events) : INotificationHandler<PushSettled>
{
    public Task Handle(PushSettled notification, CancellationToken cancellationToken)
    {
        // A newer push of its kind says all that there is to say.
        if (notification.State == PushState.Superseded) return Task.CompletedTask;
        var (agent, word) = (notification.Agent.Value, notification.State.ToString().ToLowerInvariant());
        var remark = notification.Detail.Length > 0 ? $": {notification.Detail}" : ".";
        events.Publish(
            TypeOf(notification.Kind, notification.State, word),
            SeverityOf(notification.State),
            $"Agent {agent}, push of {notification.Kind}: {word}{remark}",
            agent,
            AttributesOf(notification, word));
        return Task.CompletedTask;
    }

    private static string TypeOf(PushKind kind, PushState state, string word) => (kind == PushKind.Config, state) switch
    {
        (true, PushState.Applied) => "agent.config.applied",
        (true, PushState.Failed or PushState.Refused) => "agent.config.failed",
        _ => $"agent.push.{word}",
    };

    private static Severity SeverityOf(PushState state) => state switch
    {
        PushState.Applied => Severity.Info,
        PushState.Failed => Severity.Error,
        _ => Severity.Warn,
    };

    private static Dictionary<string, string> AttributesOf(PushSettled settled, string word)
    {
        var attributes = new Dictionary<string, string> { ["agent"] = settled.Agent.Value, ["kind"] = settled.Kind.Capability, ["state"] = word };
        if (settled.PushId.Length > 0) attributes["push"] = settled.PushId;
        if (settled.ConfigHash.Length > 0) attributes["hash"] = settled.ConfigHash;
        return attributes;
    }
}

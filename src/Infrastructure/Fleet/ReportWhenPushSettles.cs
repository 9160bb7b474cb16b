using CleanLite.Application.Fleet;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Shows the end of each push on channel <c>agents</c>: <c>agent.config.applied</c>, <c>agent.config.failed</c>, <c>agent.push.*</c>.</summary>
internal sealed class ReportWhenPushSettles(IActivityBroadcaster activity) : INotificationHandler<PushSettled>
{
    public Task Handle(PushSettled notification, CancellationToken cancellationToken)
    {
        // A newer push of its kind says all that there is to say.
        if (notification.State != PushState.Superseded) activity.Publish(EventOf(notification));
        return Task.CompletedTask;
    }

    private static ActivityEvent EventOf(PushSettled settled)
    {
        var (agent, word) = (settled.Agent.Value, settled.State.ToString().ToLowerInvariant());
        var remark = settled.Detail.Length > 0 ? $": {settled.Detail}" : ".";
        return new ActivityEvent
        {
            Id = Guid.CreateVersion7().ToString("N"),
            Source = "server",
            Type = TypeOf(settled.Kind, settled.State, word),
            TimeUnixMs = settled.AtUnixMs,
            Severity = SeverityOf(settled.State),
            Subject = agent,
            Message = $"Agent {agent}, push of {settled.Kind}, {word}{remark}",
            Attributes = AttributesOf(settled, word),
        };
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

using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using CleanLite.Domain.Activity;
using MediatR;

namespace CleanLite.Infrastructure.Operations;

/// <summary>Points that went missing are an error, wherever the fault lies.</summary>
internal sealed class NoteWhenPointsUnaccounted(IOperationsRecorder recorder) : INotificationHandler<PointsUnaccounted>
{
    public Task Handle(PointsUnaccounted notification, CancellationToken cancellationToken)
    {
        var points = notification.Ledger;
        recorder.Note(
            Severity.Error,
            "agent.unaccounted",
            $"Agent {notification.Agent} produced {points.Produced} points; {points.Acknowledged} are answered, {points.Shed} shed, "
                + $"{points.Waiting} waiting: {points.Unaccounted} are missing.",
            notification.Agent.Value);
        return Task.CompletedTask;
    }
}

using MediatR;

namespace CleanLite.StandIns.Tests.Mediation;

internal sealed class NoteNewsSecondWhenHeard(Journal journal) : INotificationHandler<News>
{
    public Task Handle(News notification, CancellationToken cancellationToken)
    {
        journal.Write($"second heard {notification.Text}");
        return Task.CompletedTask;
    }
}

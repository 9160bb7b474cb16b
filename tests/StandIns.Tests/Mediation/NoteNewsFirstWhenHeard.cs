using MediatR;

namespace CleanLite.StandIns.Tests.Mediation;

internal sealed class NoteNewsFirstWhenHeard(Journal journal) : INotificationHandler<News>
{
    public Task Handle(News notification, CancellationToken cancellationToken)
    {
        journal.Write($"first heard {notification.Text}");
        return Task.CompletedTask;
    }
}

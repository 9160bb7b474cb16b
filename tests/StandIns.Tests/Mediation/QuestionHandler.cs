using MediatR;

namespace CleanLite.StandIns.Tests.Mediation;

internal sealed class QuestionHandler(Journal journal) : IRequestHandler<Question, string>
{
    public Task<string> Handle(Question request, CancellationToken cancellationToken)
    {
        journal.Write($"asked {request.Text}");
        return Task.FromResult("42");
    }
}

using MediatR;

namespace CleanLite.StandIns.Tests.Mediation;

internal sealed class JournalBehaviour<TRequest, TResponse>(Journal journal) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        journal.Write($"before {typeof(TRequest).Name}");
        var answer = await next();
        journal.Write($"after {typeof(TRequest).Name}");
        return answer;
    }
}

using MediatR;

namespace CleanLite.StandIns.Tests.Mediation;

internal sealed class OrderHandler(Journal journal) : IRequestHandler<Order>
{
    public Task Handle(Order request, CancellationToken cancellationToken)
    {
        journal.Write($"ordered {request.Dish}");
        return Task.CompletedTask;
    }
}

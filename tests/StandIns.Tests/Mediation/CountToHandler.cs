using System.Runtime.CompilerServices;
using MediatR;

namespace CleanLite.StandIns.Tests.Mediation;

internal sealed class CountToHandler : IStreamRequestHandler<CountTo, int>
{
    public async IAsyncEnumerable<int> Handle(CountTo request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 1; i <= request.Last; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }
}

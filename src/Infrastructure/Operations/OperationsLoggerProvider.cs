using CleanLite.Application.Operations;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Operations;

/// <summary>Makes every failure that is logged, wherever it is, an operations event: nothing has to be told twice.</summary>
[ProviderAlias("Operations")]
internal sealed class OperationsLoggerProvider(IOperationsRecorder recorder) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new OperationsLogger(recorder, categoryName);

    public void Dispose()
    {
    }
}

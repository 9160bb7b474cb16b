using CleanLite.Application.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Keeps nothing.</summary>
internal sealed class NoConfigStore : IConfigStore
{
    public ValueTask<IReadOnlyList<DesiredConfig>> LoadAsync(CancellationToken cancellation) => new([]);

    public ValueTask SaveAsync(IReadOnlyList<DesiredConfig> configs, CancellationToken cancellation) => ValueTask.CompletedTask;

    public void SetAside()
    {
    }
}

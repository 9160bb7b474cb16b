using CleanLite.Application.Live;
using CleanLite.Application.Operations;

namespace CleanLite.Infrastructure.Live;

/// <summary>Whether there is room for another viewer.</summary>
internal sealed class LiveHealth(ILiveViewers viewers, LiveOptions options) : IHealthProbe
{
    public string Name => "live";

    public HealthReading Read()
    {
        var count = viewers.Count;
        return count < options.MaxViewers
            ? HealthReading.Healthy(count == 1 ? "1 viewer." : $"{count} viewers.")
            : HealthReading.Degraded($"{count} viewers, as many as there may be: new ones are turned away.");
    }
}

using CleanLite.Application.Operations;

namespace CleanLite.Api.Tests.Operations;

/// <summary>A part of the server that is as a test says.</summary>
internal sealed class FakeProbe : IHealthProbe
{
    public HealthReading Reading { get; set; } = HealthReading.Healthy("All is well.");

    public string Name => "test";

    public HealthReading Read() => Reading;
}

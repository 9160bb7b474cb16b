namespace CleanLite.Application.Operations;

/// <summary>How a part of the server is at the moment.</summary>
/// <param name="State">In a word.</param>
/// <param name="Description">A sentence for a person; made by the server, holds no text from outside.</param>
public readonly record struct HealthReading(HealthState State, string Description)
{
    /// <summary>All is well.</summary>
    public static HealthReading Healthy(string description) => new(HealthState.Healthy, description);

    /// <summary>It serves, but someone ought to look.</summary>
    public static HealthReading Degraded(string description) => new(HealthState.Degraded, description);

    /// <summary>It does not serve.</summary>
    public static HealthReading Unhealthy(string description) => new(HealthState.Unhealthy, description);
}

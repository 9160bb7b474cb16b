namespace CleanLite.Application.Operations;

/// <summary>How a part of the server is.</summary>
public enum HealthState
{
    /// <summary>As it should be.</summary>
    Healthy,

    /// <summary>It serves, but not as it should: someone ought to look.</summary>
    Degraded,

    /// <summary>It does not serve, and only a restart mends it.</summary>
    Unhealthy,
}

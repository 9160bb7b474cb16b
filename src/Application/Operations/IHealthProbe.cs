namespace CleanLite.Application.Operations;

/// <summary>Says how one part of the server is; every room that can be unwell registers one. It shows as a check of <c>/health</c>.</summary>
public interface IHealthProbe
{
    /// <summary>The name of the check: one lowercase word.</summary>
    string Name { get; }

    /// <summary>The state now. Reads what is in memory: does not wait, does not touch a disk or a socket, does not throw.</summary>
    HealthReading Read();
}

namespace CleanLite.Application.Live;

/// <summary>Takes what dashboards measured of themselves.</summary>
public interface IPaintDelays
{
    /// <summary>Counts one sample.</summary>
    /// <param name="delay">From the server's receipt of a point to its being on a screen.</param>
    void Record(TimeSpan delay);
}

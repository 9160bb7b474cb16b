using System.Globalization;

namespace CleanLite.Load.Agents;

/// <summary>The names under which the tool reports, about 140 bytes of JSON a point. The first series of every batch is the marked one.</summary>
internal static class SeriesName
{
    /// <summary>The metric of the marked series; its values are times of <see cref="Measure.LoadClock"/>.</summary>
    public const string Mark = "load.mark";

    public static string AgentId(int agent) => string.Create(CultureInfo.InvariantCulture, $"load-{agent:00000}");

    public static string Metric(int series) => series == 0 ? Mark : string.Create(CultureInfo.InvariantCulture, $"load.metric.{series % 10}");

    /// <summary>Label <c>series</c>.</summary>
    public static string Label(int series) => string.Create(CultureInfo.InvariantCulture, $"{series:00000}");

    /// <summary>Label <c>group</c>: hundreds of series, for viewers that want a hundred.</summary>
    public static string Group(int series) => string.Create(CultureInfo.InvariantCulture, $"g{series / 100}");
}

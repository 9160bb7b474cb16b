using System.Text.Json;
using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Peers;

/// <summary>Points as the server writes them, on <c>/live</c> and over HTTP.</summary>
internal static class PointReader
{
    public static List<Sample> Read(JsonElement points) => [.. points.EnumerateArray().Select(ToSample)];

    private static Sample ToSample(JsonElement point) => new(
        $"{point.GetProperty("agent").GetString()}/{point.GetProperty("labels").GetProperty("series").GetString()}",
        point.GetProperty("timestamp").GetInt64(),
        point.GetProperty("value").GetDouble());
}

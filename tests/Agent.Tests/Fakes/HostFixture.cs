using CleanLite.Agent.Host;

namespace CleanLite.Agent.Tests.Fakes;

/// <summary>A host's root in a directory of its own, with the files that a test writes.</summary>
internal sealed class HostFixture : IDisposable
{
    private readonly PointList _points = new();

    public string Root { get; } = Directory.CreateTempSubdirectory("cleanlite-host-").FullName;

    public HostFiles Files => new(Root);

    public FakeTime Time { get; } = new();

    public HostFixture Write(string path, string text)
    {
        var full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        // In place: the collectors keep their handles, as they do on /proc.
        using var file = new FileStream(full, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return this;
    }

    /// <summary>What a collector gives now, as <c>metric{labels}</c> to value.</summary>
    public Dictionary<string, double> Collect(ICollector collector)
    {
        _points.Begin(Time.GetUtcNow());
        collector.Collect(_points);
        return AsDictionary(_points);
    }

    public static Dictionary<string, double> AsDictionary(PointList points)
    {
        var values = new Dictionary<string, double>();
        foreach (var point in points.Points)
            values.Add(NameOf(point.Series), point.Value);
        return values;
    }

    public static string NameOf(MetricSeries series) => series.Labels.Count == 0
        ? series.Metric
        : $"{series.Metric}{{{string.Join(',', series.Labels.Select(label => $"{label.Key}={label.Value}"))}}}";

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

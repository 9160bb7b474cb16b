using System.Globalization;
using CleanLite.Agent.Host;
using Microsoft.Extensions.Logging;

namespace CleanLite.Agent.Commands;

/// <summary>Prints what would be sent: two samples an interval apart, so that the values that need two are there.</summary>
internal static class OnceCommand
{
    public static async Task<int> RunAsync(
        Arguments arguments, TextWriter output, ILogger log, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new HostOptions { Collect = arguments.Collect, Root = arguments.Root };
        var sampler = options.NewSampler(new AgentOptions { TimeProvider = time, Logger = log });
        var (first, second) = (new PointList(), new PointList());
        sampler.Sample(first);
        await Task.Delay(arguments.Interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        sampler.Sample(second);

        // Groups that are read less often than the interval were in the first sample only.
        var newest = new Dictionary<MetricSeries, MetricPoint>();
        foreach (var point in (IEnumerable<MetricPoint>)[.. first.Points, .. second.Points])
            newest[point.Series] = point;
        await output.WriteAsync(Table([.. newest.Values.GroupBy(point => point.Series.Metric).SelectMany(points => points)]));
        return newest.Count > 0 ? ExitCode.Ok : ExitCode.Failure;
    }

    private static string Table(IReadOnlyCollection<MetricPoint> points)
    {
        string[][] rows = [["METRIC", "LABELS", "VALUE", "UNIT"], .. points.Select(Row)];
        var widths = Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Concat(rows.Select(row =>
            $"{row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadLeft(widths[2])}  {row[3]}\n"));
    }

    private static string[] Row(MetricPoint point) =>
    [
        point.Series.Metric,
        string.Join(' ', point.Series.Labels.Select(label => $"{label.Key}={label.Value}")),
        point.Value.ToString("0.####", CultureInfo.InvariantCulture),
        point.Series.Unit,
    ];
}

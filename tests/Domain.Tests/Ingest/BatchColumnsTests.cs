using System.Text;
using CleanLite.Domain.Ingest;

namespace CleanLite.Domain.Tests.Ingest;

public sealed class BatchColumnsTests
{
    private static readonly SeriesReader Reader = bytes => new SeriesDraft(Encoding.UTF8.GetString(bytes), [], "", MetricKind.Gauge);

    [Fact]
    public void Columns_ManySeries_KeepWhatIsWhose()
    {
        using var batch = new BatchColumns(Reader);
        for (var s = 0; s < 300; s++)
        {
            batch.BeginSeries();
            batch.AddFingerprint(Encoding.UTF8.GetBytes($"metric_"));
            batch.AddFingerprint(Encoding.UTF8.GetBytes($"{s}"));
            for (var p = 0; p < s % 5; p++)
            {
                batch.AddTimestamp(s * 10 + p);
                batch.AddValue(p);
            }
        }

        batch.Series.Length.ShouldBe(300);
        batch.Points.ShouldBe(600);
        for (var s = 0; s < 300; s++)
        {
            var column = batch.Series[s];
            batch.Read(column).Metric.ShouldBe($"metric_{s}");
            column.Points.ShouldBe(s % 5);
            batch.Timestamps.Slice(column.TimestampStart, column.TimestampCount).ToArray()
                .ShouldBe(Enumerable.Range(0, s % 5).Select(p => (long)(s * 10 + p)));
        }
    }

    [Fact]
    public void Points_ColumnsOfDifferentLength_CountTheLonger()
    {
        using var batch = new BatchColumns(Reader);
        batch.BeginSeries();
        batch.AddTimestamp(1);
        batch.AddTimestamp(2);
        batch.AddValue(1);
        batch.Points.ShouldBe(2);
    }

    [Fact]
    public void Dispose_Twice_IsHarmless()
    {
        var batch = new BatchColumns(Reader);
        batch.Dispose();
        batch.Dispose();
        batch.Series.Length.ShouldBe(0);
    }
}

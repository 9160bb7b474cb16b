using System.Text;
using System.Text.Json;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Infrastructure.Tests.Live.Feeds;

public sealed class PointEncoderTests
{
    [Fact]
    public void Write_PointWithoutUnit_IsTheContractsText()
    {
        var series = LiveRig.SeriesOf(0, "web-1", "system.cpu.utilization", ("cpu.mode", "user"));
        Encode(series, 1_763_622_000_000, 0.42).ShouldBe(
            """{"agent":"web-1","metric":"system.cpu.utilization","labels":{"cpu.mode":"user"},"timestamp":1763622000000,"value":0.42}""");
    }

    [Fact]
    public void Write_PointWithUnit_EndsWithIt()
    {
        var series = new Series(0, AgentId.Parse("a"), new SeriesDefinition(MetricName.Parse("m"), LabelSet.Empty, "{\"x\"}/s"));
        Encode(series, -1, 5).ShouldBe("""{"agent":"a","metric":"m","labels":{},"timestamp":-1,"value":5,"unit":"{\"x\"}/s"}""");
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(1, "1")]
    [InlineData(-17, "-17")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e21, "1E+21")]
    [InlineData(double.Epsilon, "5E-324")]
    [InlineData(9_007_199_254_740_991, "9007199254740991")]
    public void WriteNumber_Value_IsShortestText(double value, string text) => Number(value).ShouldBe(text);

    [Fact]
    public void WriteNumber_AnyFiniteDouble_ReadsBackAsTheSame() => Prop.ForAll(Numbers.Finite.ToArbitrary(), value =>
    {
        var read = JsonDocument.Parse(Number(value)).RootElement.GetDouble();
        Bits(read).ShouldBe(Bits(value));
    }).ShouldHold();

    [Fact]
    public void Write_AnyPoint_ReadsBackAsTheSame()
    {
        var seen = new Coverage();
        Prop.ForAll(AnySeries.One().ToArbitrary(), Numbers.Whole.ToArbitrary(), Numbers.Finite.ToArbitrary(), (series, timestamp, value) =>
        {
            seen.Note("with labels", series.Labels.Count > 0, most: 90);
            seen.Note("with a unit", series.Unit.Length > 0, most: 90);
            seen.Note("beyond ASCII", series.Labels.Items.ToArray().Any(l => !Ascii.IsValid(l.Name + l.Value)));
            using var json = JsonDocument.Parse(Encode(series, timestamp, value));
            var point = json.RootElement;
            point.GetProperty("agent").GetString().ShouldBe(series.Agent.Value);
            point.GetProperty("metric").GetString().ShouldBe(series.Metric.Value);
            point.GetProperty("labels").EnumerateObject().Select(l => new Label(l.Name, l.Value.GetString()!)).ShouldBe(series.Labels.Items.ToArray());
            point.GetProperty("timestamp").GetInt64().ShouldBe(timestamp);
            Bits(point.GetProperty("value").GetDouble()).ShouldBe(Bits(value));
            (point.TryGetProperty("unit", out var unit) ? unit.GetString() : "").ShouldBe(series.Unit);
            point.EnumerateObject().Count().ShouldBe(series.Unit.Length > 0 ? 6 : 5);
        }).ShouldHold(cost: 2, seen);
    }

    [Fact]
    public void Of_SeriesRedeclared_HasTheNewUnit()
    {
        var texts = new SeriesTexts();
        var series = LiveRig.SeriesOf(3, "a", "m");
        var before = texts.Of(series);
        texts.Of(series).ShouldBeSameAs(before);

        Encoding.UTF8.GetString(texts.Of(series.Redeclare("By")).Suffix).ShouldBe(",\"unit\":\"By\"}");
    }

    [Fact]
    public void Of_NumberTakenOver_IsOfTheNewSeries()
    {
        var texts = new SeriesTexts();
        texts.Of(LiveRig.SeriesOf(3, "old", "m"));
        Encoding.UTF8.GetString(texts.Of(LiveRig.SeriesOf(3, "new", "m")).Prefix).ShouldStartWith("{\"agent\":\"new\"");
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    private static string Number(double value)
    {
        Span<byte> target = stackalloc byte[32];
        return Encoding.ASCII.GetString(target[..PointEncoder.WriteNumber(target, value)]);
    }

    private static string Encode(Series series, long timestamp, double value)
    {
        var text = new SeriesText(series);
        var target = new byte[PointEncoder.MaxSize(text)];
        return Encoding.UTF8.GetString(target, 0, PointEncoder.Write(target, text, timestamp, value));
    }
}

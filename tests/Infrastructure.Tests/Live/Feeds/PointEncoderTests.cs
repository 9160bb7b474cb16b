using System.Text;
using System.Text.Json;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Live.Feeds;
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
    public void WriteNumber_AnyFiniteDouble_ReadsBackAsTheSame() => Prop.ForAll(
        ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<NormalFloat>(), (bits, normal) =>
            new[] { BitConverter.Int64BitsToDouble(bits), normal.Get, Math.Truncate(normal.Get), bits }
                .Where(double.IsFinite)
                .All(v => Bits(JsonDocument.Parse(Number(v)).RootElement.GetDouble()) == Bits(v)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Write_AnyPoint_ReadsBackAsTheSame() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<long>(), (name, value, timestamp) =>
        {
            if (LabelSet.TryCreate([new Label(name.Get, value.Get)], LabelLimits.Default, out var labels) is not null) return;
            var series = new Series(0, AgentId.Parse("a"), new SeriesDefinition(MetricName.Parse("m"), labels));
            var point = JsonDocument.Parse(Encode(series, timestamp, 1)).RootElement;
            point.GetProperty("timestamp").GetInt64().ShouldBe(timestamp);
            var label = point.GetProperty("labels").EnumerateObject().Single();
            (label.Name, label.Value.GetString()).ShouldBe((name.Get, value.Get));
        }).QuickCheckThrowOnFailure();

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

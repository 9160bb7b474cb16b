using System.Text;
using CleanLite.Load.Agents;
using CleanLite.Load.Peers;
using Google.Protobuf;
using IronSnappy;

namespace CleanLite.Load.Tests;

/// <summary>The peers are sent what a proper remote-write sender would send.</summary>
public sealed class RemoteWriteRequestTests
{
    private const long Timestamp = 1_790_000_000_000;
    private static readonly Uri Server = new("http://127.0.0.1:9090");

    [Fact]
    public void Bytes_OfABatch_HoldEverySeriesWithTheSamplesPatchedIn()
    {
        var request = new RemoteWriteRequest(Server, new BatchShape(3, 2), agent: 7);
        request.Patch(1, Timestamp - 100);
        request.Patch(5, Timestamp);
        SeriesOf(request).ShouldBe(
        [
            $"__name__=load_mark agent=load-00007 group=g0 series=00000 9.25@{Timestamp} 10.25@{Timestamp + 1}",
            $"__name__=load_metric_1 agent=load-00007 group=g0 series=00001 9.25@{Timestamp} 10.25@{Timestamp + 1}",
            $"__name__=load_metric_2 agent=load-00007 group=g0 series=00002 9.25@{Timestamp} 10.25@{Timestamp + 1}",
        ]);
    }

    // The tool's values are alike, which a real fleet's are not: the other sender compresses the same batch with values of their own.
    [Theory]
    [InlineData("1000x1")]
    [InlineData("100x10")]
    public void Body_OfTheShapesThatAreCompared_IsAboutAsLargeAsThatOfAnotherSender(string shape)
    {
        var request = new RemoteWriteRequest(Server, BatchShape.Parse(shape), agent: 0);
        request.Patch(1, Timestamp);
        var content = Snappy.Decode(request.Bytes.AsSpan(request.HeadLength));
        var random = new Random(1);
        for (var value = 1.25; value < 11; value++)
        {
            var bytes = BitConverter.GetBytes(value);
            for (var at = content.AsSpan().IndexOf(bytes); at >= 0; at = content.AsSpan().IndexOf(bytes)) random.NextBytes(content.AsSpan(at, bytes.Length));
        }

        var other = Snappy.Encode(content).Length;
        (request.Bytes.Length - request.HeadLength).ShouldBeInRange(other * 3 / 4, other * 5 / 4);
    }

    [Fact]
    public void Head_OfARequest_TellsTheLengthOfTheBody()
    {
        var request = new RemoteWriteRequest(Server, new BatchShape(3, 2), agent: 0);
        var head = Encoding.ASCII.GetString(request.Bytes, 0, request.HeadLength);
        head.ShouldStartWith("POST /api/v1/write HTTP/1.1\r\nHost: 127.0.0.1:9090\r\n");
        head.ShouldEndWith($"\r\nContent-Length: {request.Bytes.Length - request.HeadLength}\r\n\r\n");
    }

    // WriteRequest { repeated TimeSeries timeseries = 1; } TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
    private static IEnumerable<string> SeriesOf(RemoteWriteRequest request)
    {
        var batch = new CodedInputStream(Snappy.Decode(request.Bytes.AsSpan(request.HeadLength)));
        while (batch.ReadTag() is var tag and > 0)
        {
            tag.ShouldBe(WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited));
            yield return TextOf(batch.ReadBytes().CreateCodedInput());
        }
    }

    private static string TextOf(CodedInputStream series)
    {
        var text = new List<string>();
        while (series.ReadTag() is var tag and > 0)
        {
            var part = series.ReadBytes().CreateCodedInput();
            text.Add(WireFormat.GetTagFieldNumber(tag) == 1 ? LabelOf(part) : SampleOf(part));
        }

        return string.Join(' ', text);
    }

    private static string LabelOf(CodedInputStream label)
    {
        label.ReadTag().ShouldBe(WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited));
        var name = label.ReadString();
        label.ReadTag().ShouldBe(WireFormat.MakeTag(2, WireFormat.WireType.LengthDelimited));
        return $"{name}={label.ReadString()}";
    }

    private static string SampleOf(CodedInputStream sample)
    {
        sample.ReadTag().ShouldBe(WireFormat.MakeTag(1, WireFormat.WireType.Fixed64));
        var value = sample.ReadDouble();
        sample.ReadTag().ShouldBe(WireFormat.MakeTag(2, WireFormat.WireType.Varint));
        return FormattableString.Invariant($"{value}@{sample.ReadInt64()}");
    }
}

using System.Text;
using CleanLite.Api.Ingest;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Api.Tests.Ingest;

public sealed class BatchDecoderTests
{
    private static readonly BatchDecoder Decoder = new(new IngestOptions());

    [Fact]
    public void ReadMessage_SameSeriesTwice_GivesEqualFingerprints()
    {
        var series = new TimeSeries { Metric = "cpu", Labels = { ["host"] = "a" }, Unit = "1", Kind = V1.MetricKind.Gauge };
        using var first = Read(new TimeSeries(series) { Timestamps = { 1 }, Values = { 1 } });
        using var second = Read(new TimeSeries(series) { Timestamps = { 2, 3 }, Values = { 4, 5 } });

        FingerprintOf(first).ShouldBe(FingerprintOf(second));
        FingerprintOf(first).ShouldBe(series.ToByteArray());
    }

    [Theory]
    [InlineData("host", "b", "1", 1)]
    [InlineData("hos", "ta", "1", 1)]
    [InlineData("host", "a", "By", 1)]
    [InlineData("host", "a", "1", 2)]
    public void ReadMessage_OtherSeries_GivesOtherFingerprint(string name, string value, string unit, int kind)
    {
        using var one = Read(new TimeSeries { Metric = "cpu", Labels = { ["host"] = "a" }, Unit = "1", Kind = V1.MetricKind.Gauge });
        using var other = Read(new TimeSeries { Metric = "cpu", Labels = { [name] = value }, Unit = unit, Kind = (V1.MetricKind)kind });

        FingerprintOf(other).ShouldNotBe(FingerprintOf(one));
    }

    [Fact]
    public void ReadMessage_IdentityFieldsApart_KeepsThemInTheirOrder()
    {
        var bytes = SeriesMessage(s => s.Text(5, "By").Number(3, 1).Text(1, "a").Message(2, e => e.Text(1, "k").Text(2, "v")).Double(4, 2).Number(6, 2));
        using var message = Decoder.ReadMessage(bytes);

        var expected = new WireWriter().Text(5, "By").Text(1, "a").Message(2, e => e.Text(1, "k").Text(2, "v")).Number(6, 2).ToArray();
        FingerprintOf(message).ShouldBe(expected);
    }

    [Fact]
    public void ReadMessage_NameStandsTwice_LastEntryWins()
    {
        using var message = Decoder.ReadMessage(SeriesMessage(
            s => s.Message(2, e => e.Text(1, "k").Text(2, "old")).Message(2, e => e.Text(2, "new").Text(1, "k")).Message(2, _ => { })));

        DraftOf(message).Labels.ShouldBe([new Label("k", "new"), new Label("", "")], ignoreOrder: true);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0x61, 0xC3 })]
    public void ReadMessage_InvalidUtf8_IsNotedAndHarmsNoNeighbour(byte[] text)
    {
        var bytes = new WireWriter().Message(2, b => b
            .Message(2, s => s.Text(1, "good").Number(3, 1).Double(4, 1))
            .Message(2, s => s.Text(1, "bad").Message(2, e => e.Text(1, "k").Bytes(2, text)).Number(3, 1).Double(4, 1))).ToArray();
        using var message = Decoder.ReadMessage(bytes);

        message.Fault.ShouldBe(WireFault.None);
        var batch = message.Batch!;
        batch.Read(batch.Series[0]).HasInvalidText.ShouldBeFalse();
        batch.Read(batch.Series[1]).HasInvalidText.ShouldBeTrue();
    }

    [Fact]
    public void ReadMessage_MoreSeriesThanAllowed_CountsThemAllAndKeepsNoMore()
    {
        var decoder = new BatchDecoder(new IngestOptions { MaxSeriesPerBatch = 10 });
        using var message = decoder.ReadMessage(BatchOf(1_000, points: 3).ToByteArray());

        message.Batch!.SeriesCount.ShouldBe(1_000);
        message.Batch.Points.ShouldBe(3_000);
        message.Batch.Series.Length.ShouldBe(10);
        message.Batch.Timestamps.Length.ShouldBe(30);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadMessage_MorePointsThanAllowed_CountsThemAllAndKeepsNoMore(bool packed)
    {
        var decoder = new BatchDecoder(new IngestOptions { MaxPointsPerBatch = 100 });
        using var message = decoder.ReadMessage(SeriesMessage(s =>
        {
            s.Text(1, "a").Bytes(4, new byte[8 * 70_000]);
            if (packed) s.Bytes(3, new byte[70_001]);
            else Enumerable.Range(0, 70_001).ToList().ForEach(_ => s.Number(3, 1));
        }));

        message.Batch!.Points.ShouldBe(70_001);
        message.Batch.SeriesCount.ShouldBe(1);
        message.Batch.Timestamps.Length.ShouldBeLessThanOrEqualTo(100);
        message.Batch.Values.Length.ShouldBeLessThanOrEqualTo(100);
    }

    [Fact]
    public void ReadMessage_FourMillionTimestamps_MakesRoomForThoseAllowedOnly()
    {
        var bytes = SeriesMessage(s => s.Text(1, "a").Bytes(3, new byte[4_000_000]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var message = Decoder.ReadMessage(bytes);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8_000_000);
        message.Batch!.Points.ShouldBe(4_000_000);
    }

    [Fact]
    public void ReadMessage_TwoMillionEmptySeries_AllocatesNextToNothing()
    {
        var bytes = new WireWriter().Bytes(2, Enumerable.Repeat<byte[]>([0x12, 0x00], 2_000_000).SelectMany(b => b).ToArray()).ToArray();
        Decoder.ReadMessage(bytes).Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var message = Decoder.ReadMessage(bytes);

        message.Batch!.SeriesCount.ShouldBe(2_000_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2 * 1024 * 1024);
    }

    [Fact]
    public void ReadMessage_MillionLabels_KeepsABoundedNumber()
    {
        using var message = Decoder.ReadMessage(SeriesMessage(s =>
        {
            for (var i = 0; i < 100_000; i++) s.Message(2, e => e.Text(1, $"k{i}"));
        }));

        DraftOf(message).Labels.Length.ShouldBe(LabelFold.MaxNames);
    }

    [Fact]
    public void ReadMessage_ThousandUsualSeries_AllocatesNothingPerSeries()
    {
        var bytes = BatchOf(1_000, points: 1).ToByteArray();
        for (var i = 0; i < 3; i++) Decoder.ReadMessage(bytes).Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Decoder.ReadMessage(bytes).Dispose();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);
    }

    [Theory]
    [InlineData("0A", nameof(WireFault.Truncated))]
    [InlineData("12 05 08 01", nameof(WireFault.Truncated))]
    [InlineData("12 04 12 7F 0A 00", nameof(WireFault.Truncated))]
    [InlineData("12 03 12 01 0A", nameof(WireFault.Truncated))]
    [InlineData("12 05 12 03 22 01 00", nameof(WireFault.Truncated))]
    [InlineData("12 05 12 03 1A 01 80", nameof(WireFault.Truncated))]
    [InlineData("12 FF FF FF FF 0F", nameof(WireFault.NegativeLength))]
    [InlineData("12 FF FF FF FF 07", nameof(WireFault.Truncated))]
    [InlineData("12 0C 08 FF FF FF FF FF FF FF FF FF FF 01", nameof(WireFault.OverlongVarint))]
    [InlineData("12 02 00 00", nameof(WireFault.BadTag))]
    [InlineData("12 01 0E", nameof(WireFault.BadWireType))]
    [InlineData("12 01 0F", nameof(WireFault.BadWireType))]
    [InlineData("12 02 A4 01", nameof(WireFault.BadWireType))]
    [InlineData("12 04 A3 01 AC 01", nameof(WireFault.BadGroup))]
    [InlineData("12 02 A3 01", nameof(WireFault.Truncated))]
    [InlineData("0A 01 FF", nameof(WireFault.Refused))]
    public void ReadMessage_BytesThatAreNoMessage_NamesTheFault(string hex, string fault)
    {
        using var message = Decoder.ReadMessage(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        message.Fault.ToString().ShouldBe(fault);
        message.Batch.ShouldBeNull();
        message.Other.ShouldBeNull();
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(200, false)]
    [InlineData(100_000, false)]
    public void ReadMessage_NestedGroups_AreReadDownToADepth(int depth, bool taken)
    {
        byte[] opened = [.. Enumerable.Repeat<byte[]>([0xA3, 0x01], depth).SelectMany(b => b)];
        byte[] closed = [.. Enumerable.Repeat<byte[]>([0xA4, 0x01], depth).SelectMany(b => b)];
        using var message = Decoder.ReadMessage(SeriesMessage(s => s.Raw(opened).Raw(closed)));

        message.Fault.ShouldBe(taken ? WireFault.None : WireFault.TooDeep);
    }

    [Fact]
    public void ReadMessage_EmptyOrOfUnknownFieldsOnly_IsAMessageWithoutBody()
    {
        foreach (var bytes in new[] { [], new WireWriter().Text(100, "new in version 9").ToArray() })
        {
            using var message = Decoder.ReadMessage(bytes);
            message.Other!.BodyCase.ShouldBe(AgentMessage.BodyOneofCase.None);
        }
    }

    [Fact]
    public void ReadMessage_SampleResultBeyondItsLimit_IsRefusedBeforeItIsRead()
    {
        using var series = Decoder.ReadMessage(new WireWriter().Message(7, s => Enumerable.Range(0, 10_001).ToList().ForEach(_ => s.Bytes(2, []))).ToArray());
        using var bytes = Decoder.ReadMessage(new WireWriter().Message(1, h => h.Text(3, new string('x', AgentMessageBody.MaxBytes))).ToArray());

        series.Fault.ShouldBe(WireFault.TooLarge);
        bytes.Fault.ShouldBe(WireFault.TooLarge);
    }

    [Fact]
    public void ReadRequest_TextThatIsNotUtf8_IsNotedAndShownReplaced()
    {
        using var request = Decoder.ReadRequest(new WireWriter().Bytes(1, [0x61, 0xFF]).ToArray());

        request.AgentId.ShouldBe("a\uFFFD");
        request.HasInvalidText.ShouldBeTrue();
    }

    private static InboundMessage Read(params TimeSeries[] series) =>
        Decoder.ReadMessage(new AgentMessage { Batch = new MetricBatch { Sequence = 1, Series = { series } } }.ToByteArray());

    private static byte[] SeriesMessage(Action<WireWriter> series) => new WireWriter().Message(2, b => b.Message(2, series)).ToArray();

    private static SeriesDraft DraftOf(InboundMessage message) => message.Batch!.Read(message.Batch.Series[0]);

    private static byte[] FingerprintOf(InboundMessage message) => message.Batch!.FingerprintOf(message.Batch.Series[0]).ToArray();

    private static AgentMessage BatchOf(int series, int points)
    {
        var batch = new MetricBatch { Sequence = 1 };
        for (var i = 0; i < series; i++)
        {
            batch.Series.Add(new TimeSeries
            {
                Metric = "system.cpu.time",
                Labels = { ["cpu"] = $"{i}", ["state"] = "user" },
                Timestamps = { Enumerable.Range(0, points).Select(p => 1_760_000_000_000 + p) },
                Values = { Enumerable.Range(0, points).Select(p => (double)p) },
            });
        }

        return new AgentMessage { Batch = batch };
    }
}

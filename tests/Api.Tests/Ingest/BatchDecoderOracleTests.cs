using System.Buffers;
using CleanLite.Api.Ingest;
using CleanLite.Application.Ingest;
using CleanLite.V1;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Google.Protobuf is the oracle: the same bytes are taken or refused, and hold the same.</summary>
public sealed class BatchDecoderOracleTests
{
    private static readonly BatchDecoder Decoder = new(new IngestOptions());

    [Fact]
    public void ReadMessage_RandomMessages_HoldWhatTheOracleReads() =>
        Check(5_000, seed => AgreesOnMessage(new RandomWire(seed).AgentMessage()));

    [Fact]
    public void ReadMessage_RandomBatches_HoldWhatTheOracleReads() =>
        Check(10_000, seed => AgreesOnMessage(new RandomWire(seed).BatchMessage()));

    [Fact]
    public void ReadRequest_RandomRequests_HoldWhatTheOracleReads() =>
        Check(5_000, seed => AgreesOnRequest(new RandomWire(seed).IngestRequest()));

    [Fact]
    public void ReadMessage_HundredThousandMutants_AreTakenOrRefusedAsTheOracleDoes() => Check(100_000, seed =>
    {
        var wire = new RandomWire(seed);
        AgreesOnMessage(wire.Mutate(wire.BatchMessage()));
    });

    [Fact]
    public void ReadRequest_Mutants_AreTakenOrRefusedAsTheOracleDoes() => Check(20_000, seed =>
    {
        var wire = new RandomWire(seed);
        AgreesOnRequest(wire.Mutate(wire.IngestRequest()));
    });

    [Fact]
    public void ReadMessage_AnySplitIntoSegments_HoldsTheSame() => Check(1_000, seed =>
    {
        var bytes = new RandomWire(seed).BatchMessage();
        using var whole = Decoder.ReadMessage(bytes);
        using var split = Decoder.ReadMessage(Segments.Of(bytes, new Random(seed)));
        split.Fault.ShouldBe(whole.Fault);
        split.Sequence.ShouldBe(whole.Sequence);
        SeriesContent.Of(split.Batch!).ShouldBe(SeriesContent.Of(whole.Batch!));
    });

    // So many for each ten thousand of a cheap property.
    private static void Check(int cases, Action<int> property) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), property).ShouldHold(10_000.0 / cases);

    private static void AgreesOnMessage(byte[] bytes)
    {
        var expected = Parse(AgentMessage.Parser, bytes);
        using var actual = Decoder.ReadMessage(bytes);
        if (IsStricterOnPurpose(actual.Fault)) return;

        if (expected is null)
        {
            (actual.Fault != WireFault.None || HoldsInvalidText(actual)).ShouldBeTrue();
            return;
        }

        actual.Fault.ShouldBe(WireFault.None);
        if (expected.BodyCase != AgentMessage.BodyOneofCase.Batch)
        {
            actual.Other.ShouldBe(expected);
            return;
        }

        actual.Sequence.ShouldBe(expected.Batch.Sequence);
        SeriesContent.Of(actual.Batch!).ShouldBe(SeriesContent.Of(expected.Batch.Series));
    }

    private static void AgreesOnRequest(byte[] bytes)
    {
        var expected = Parse(V1.IngestRequest.Parser, bytes);
        using var actual = Decoder.ReadRequest(bytes);
        if (IsStricterOnPurpose(actual.Fault)) return;

        if (expected is null)
        {
            (actual.Fault != WireFault.None || actual.HasInvalidText || HoldsInvalidText(actual.Batch)).ShouldBeTrue();
            return;
        }

        actual.Fault.ShouldBe(WireFault.None);
        actual.AgentId.ShouldBe(expected.AgentId);
        actual.Labels.ToDictionary(l => l.Name, l => l.Value).ShouldBe(expected.Labels, ignoreOrder: true);
        SeriesContent.Of(actual.Batch).ShouldBe(SeriesContent.Of(expected.Series));
    }

    // See WireReader's remarks: bytes that no encoder writes and that Google.Protobuf takes.
    private static bool IsStricterOnPurpose(WireFault fault) => fault is WireFault.NegativeLength or WireFault.BadWireType;

    private static bool HoldsInvalidText(InboundMessage message) => message.Batch is not null && HoldsInvalidText(message.Batch);

    private static bool HoldsInvalidText(Domain.Ingest.BatchColumns batch)
    {
        foreach (var column in batch.Series)
        {
            if (batch.Read(column).HasInvalidText) return true;
        }

        return false;
    }

    private static T? Parse<T>(MessageParser<T> parser, byte[] bytes)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or IndexOutOfRangeException or ArgumentException)
        {
            // The last two are a defect of Google.Protobuf 3.25.1: a length close to 2^31 overflows its limit.
            return null;
        }
    }
}

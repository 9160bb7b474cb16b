using CleanLite.Testing.Http2;
using CleanLite.V1;
using CleanLite.Api.Tests.Fleet;
using Google.Protobuf;
using Grpc.Core;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Message prefixes and pieces (grpc/doc/PROTOCOL-HTTP2.md): what is wrong ends its own call only, as gRPC says.</summary>
public sealed class FramingTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly TestServer _server = shared.Server;

    public static TheoryData<string> Paths => [RawDoor.Validate, RawDoor.Connect];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Prefix_CutShort_IsInternal(string path)
    {
        using var raw = new RawDoor(_server.Door);
        for (var length = 1; length < 5; length++)
            (await raw.CallAsync(path, GrpcMessage.Framed(MessageFor(path))[..length])).Status.ShouldBe(StatusCode.Internal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Prefix_UnknownFlag_IsInternalAndHarmsNoNeighbour(string path)
    {
        using var raw = new RawDoor(_server.Door);
        using var neighbour = await TestAgent.ConnectAsync(raw.NewClient(), $"neighbour-of-{path[^6..]}");
        for (var flag = 2; flag <= 255; flag++)
        {
            (await raw.CallAsync(path, GrpcMessage.Framed(MessageFor(path), (byte)flag))).Status.ShouldBe(StatusCode.Internal);
            (await neighbour.RoundTripAsync((ulong)flag, Samples.Series())).Result.AcceptedPoints.ShouldBe(1U);
        }

        raw.Connections.ShouldBe(1);
        _server.Log.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RawDoor.Validate, 1, StatusCode.Internal)]
    [InlineData(RawDoor.Validate, -1, StatusCode.Internal)]
    [InlineData(RawDoor.Connect, 1, StatusCode.Internal)]
    [InlineData(RawDoor.Connect, -1, StatusCode.Internal)]
    public async Task Length_ThatLies_IsInternal(string path, int error, StatusCode expected)
    {
        using var raw = new RawDoor(_server.Door);
        var message = MessageFor(path);
        (await raw.CallAsync(path, GrpcMessage.Framed(message, length: (uint)(message.Length + error)))).Status.ShouldBe(expected);
    }

    [Theory]
    [InlineData(4u * 1024 * 1024, StatusCode.Internal)]
    [InlineData((4u * 1024 * 1024) + 1, StatusCode.ResourceExhausted)]
    [InlineData(int.MaxValue, StatusCode.ResourceExhausted)]
    [InlineData(1u << 31, StatusCode.ResourceExhausted)]
    [InlineData(uint.MaxValue, StatusCode.ResourceExhausted)]
    public async Task Length_BeyondTheCap_IsRefusedBeforeAnythingIsHeld(uint length, StatusCode expected)
    {
        using var raw = new RawDoor(_server.Door);
        foreach (var path in new[] { RawDoor.Validate, RawDoor.Connect })
            (await raw.CallAsync(path, GrpcMessage.Framed(MessageFor(path), length: length))).Status.ShouldBe(expected);
        _server.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_OfZeroBytes_IsAMessage()
    {
        using var raw = new RawDoor(_server.Door);
        (await raw.CallAsync(RawDoor.Validate, GrpcMessage.Framed([]))).Status.ShouldBe(StatusCode.InvalidArgument);
        (await raw.CallAsync(RawDoor.Connect, GrpcMessage.Framed([]))).Status.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Unary_NoMessageOrTwo_IsInternal()
    {
        using var raw = new RawDoor(_server.Door);
        var frame = GrpcMessage.Framed(MessageFor(RawDoor.Validate));
        (await raw.CallAsync(RawDoor.Validate, Array.Empty<byte>())).Status.ShouldBe(StatusCode.Internal);
        (await raw.CallAsync(RawDoor.Validate, frame.Concat(frame).ToArray())).Status.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public async Task Stream_WithoutAMessage_EndsWell()
    {
        using var raw = new RawDoor(_server.Door);
        var answer = await raw.CallAsync(RawDoor.Connect, Array.Empty<byte>());
        answer.Status.ShouldBe(StatusCode.OK);
        answer.Find("grpc-accept-encoding").ShouldBe("identity,gzip,deflate");
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Body_SplitAtEveryByte_IsReadAsWhole()
    {
        using var raw = new RawDoor(_server.Door);
        var body = Session("split");
        var whole = await raw.CallAsync(RawDoor.Connect, body);
        whole.Status.ShouldBe(StatusCode.OK);
        for (var at = 1; at < body.Length; at++)
        {
            var split = await raw.CallAsync(RawDoor.Connect, [body[..at], body[at..]]);
            split.Status.ShouldBe(StatusCode.OK);
            AcksIn(split.Body).ShouldBe(2);
        }
    }

    [Fact]
    public async Task Body_SplitAtRandom_IsReadAsWhole()
    {
        using var raw = new RawDoor(_server.Door);
        var random = new Random(3);
        var frame = GrpcMessage.Framed(MessageFor(RawDoor.Validate));
        var expected = (await raw.CallAsync(RawDoor.Validate, frame)).Body;
        for (var round = 0; round < 1_000; round++)
        {
            var answer = await raw.CallAsync(RawDoor.Validate, Pieces(frame, random));
            answer.Status.ShouldBe(StatusCode.OK);
            answer.Body.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Message_WhoseCallerGoesAwayWithinIt_IsNoErrorOfTheServer()
    {
        var frame = GrpcMessage.Framed(MessageFor(RawDoor.Validate));
        for (var round = 0; round < 20; round++)
        {
            using var raw = new RawDoor(_server.Door);
            await Should.ThrowAsync<Exception>(() => raw.CallAsync(RawDoor.Validate, Half(frame)));
        }

        using var after = new RawDoor(_server.Door);
        (await after.CallAsync(RawDoor.Validate, frame)).Status.ShouldBe(StatusCode.OK);
        _server.Log.Errors.ShouldBeEmpty();

        static IEnumerable<byte[]> Half(byte[] frame)
        {
            yield return frame[..(frame.Length / 2)];
            throw new InvalidOperationException("The caller goes away.");
        }
    }

    private static byte[] MessageFor(string path) => path == RawDoor.Connect
        ? new AgentMessage { Hello = new Hello { AgentId = "raw", SessionId = "s" } }.ToByteArray()
        : new IngestRequest { AgentId = "raw", Series = { Samples.Series() } }.ToByteArray();

    private static byte[] Session(string agent) =>
    [
        .. GrpcMessage.Framed(new AgentMessage { Hello = new Hello { AgentId = agent, SessionId = "s" } }.ToByteArray()),
        .. GrpcMessage.Framed(new AgentMessage { Batch = new MetricBatch { Sequence = 1, Series = { Samples.Series() } } }.ToByteArray()),
        .. GrpcMessage.Framed(new AgentMessage { Batch = new MetricBatch { Sequence = 2, Series = { Samples.Series() } } }.ToByteArray()),
    ];

    private static int AcksIn(ReadOnlySpan<byte> body)
    {
        var acks = 0;
        while (!body.IsEmpty)
        {
            var length = (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(body[1..]);
            if (ServerMessage.Parser.ParseFrom(body.Slice(5, length)).Ack is not null) acks++;
            body = body[(5 + length)..];
        }

        return acks;
    }

    private static List<byte[]> Pieces(byte[] body, Random random)
    {
        var pieces = new List<byte[]>();
        for (var at = 0; at < body.Length;)
        {
            var length = Math.Min(random.Next(0, 12), body.Length - at);
            pieces.Add(body[at..(at + length)]);
            at += length;
        }

        return pieces;
    }
}

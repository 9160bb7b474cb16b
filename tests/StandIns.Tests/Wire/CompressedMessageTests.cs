using System.IO.Compression;
using CleanLite.StandIns.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Compression;

namespace CleanLite.StandIns.Tests.Wire;

public sealed class CompressedMessageTests
{
    private const int Cap = 200_000;

    public static TheoryData<string> Methods => ["Unary", "Collect", "Expand", "Chat"];

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task CompressedRequest_Valid_IsUnderstood(string encoding)
    {
        await using var server = await EchoServer.StartAsync();
        var message = new EchoRequest { Text = "squeezed" }.ToByteArray();
        var bytes = encoding == "gzip" ? Payloads.Gzip(message) : Payloads.Zlib(message);

        var answer = await RawCall.SendAsync(server.Address, "Unary", RawCall.Message(bytes, compressed: true), encoding);

        answer.Status.ShouldBe(StatusCode.OK);
        EchoReply.Parser.ParseFrom(answer.Body, 5, answer.Body.Length - 5).Text.ShouldBe("squeezed");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task CompressedRequest_InflatingPastTheCap_EndsAsResourceExhausted(string method)
    {
        await using var server = await EchoServer.StartAsync();
        var bomb = Payloads.Gzip(new byte[64 * 1024 * 1024]);

        var answer = await RawCall.SendAsync(server.Address, method, RawCall.Message(bomb, compressed: true), "gzip");

        answer.Status.ShouldBe(StatusCode.ResourceExhausted);
        answer.Message.ShouldBe($"Received message of {bomb.Length} bytes in gzip inflates to more than its limit of 4194304 bytes.");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task CompressedRequest_NotGzip_EndsAsInternal(string method)
    {
        await using var server = await EchoServer.StartAsync();

        var answer = await RawCall.SendAsync(server.Address, method, RawCall.Message([1, 2, 3, 4, 5, 6, 7, 8], compressed: true), "gzip");

        answer.Status.ShouldBe(StatusCode.Internal);
        answer.Message.ShouldBe("Received message is not valid gzip.");
    }

    [Fact]
    public async Task CompressedRequest_CutShort_EndsAsInternal()
    {
        await using var server = await EchoServer.StartAsync();
        var whole = Payloads.Gzip(Payloads.RequestOf(10_000, compressible: false).ToByteArray());

        var answer = await RawCall.SendAsync(server.Address, "Unary", RawCall.Message(whole[..^100], compressed: true), "gzip");

        answer.Status.ShouldBe(StatusCode.Internal);
        answer.Message.ShouldBe("Received message is not valid gzip.");
    }

    [Fact]
    public async Task CompressedRequest_OfUnknownEncoding_EndsAsUnimplementedAndNamesTheKnownOnes()
    {
        await using var server = await EchoServer.StartAsync();

        var answer = await RawCall.SendAsync(server.Address, "Unary", RawCall.Message([1, 2, 3], compressed: true), "snappy");

        answer.Status.ShouldBe(StatusCode.Unimplemented);
        answer.Find("grpc-accept-encoding").ShouldBe("identity,gzip,deflate");
    }

    [Fact]
    public async Task UncompressedRequest_UnderAnUnknownEncoding_IsUnderstood()
    {
        await using var server = await EchoServer.StartAsync();
        var message = new EchoRequest { Text = "plain" }.ToByteArray();

        var answer = await RawCall.SendAsync(server.Address, "Unary", RawCall.Message(message, compressed: false), "snappy");

        answer.Status.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task CompressedRequest_WithoutEncodingHeader_EndsAsInternal()
    {
        await using var server = await EchoServer.StartAsync();

        var answer = await RawCall.SendAsync(server.Address, "Unary", RawCall.Message(Payloads.Gzip([]), compressed: true), null);

        answer.Status.ShouldBe(StatusCode.Internal);
    }

    [Theory]
    [InlineData(Cap, StatusCode.OK)]
    [InlineData(Cap + 1, StatusCode.ResourceExhausted)]
    public async Task CompressedRequest_AtTheCapOfItsProvider_DecidesByOneByte(int bytes, StatusCode expected)
    {
        await using var server = await EchoServer.StartAsync(configure: options => options.CompressionProviders =
            [new GzipCompressionProvider(CompressionLevel.Fastest, new DecompressionLimits { MaxBytes = Cap, MaxRatio = 0 })]);
        var message = Payloads.RequestOf(bytes, compressible: true).ToByteArray();
        message.Length.ShouldBe(bytes);

        var answer = await RawCall.SendAsync(server.Address, "Unary", RawCall.Message(Payloads.Gzip(message), compressed: true), "gzip");

        answer.Status.ShouldBe(expected);
    }

    [Fact]
    public async Task Gzip_BothWays_TheOfficialEndsUnderstandEachOther()
    {
        string? requestEncoding = null;
        var script = new EchoScript
        {
            Unary = (request, context) =>
            {
                requestEncoding = context.GetHttpContext().Request.Headers["grpc-encoding"];
                return Task.FromResult(EchoScript.Reply(request));
            },
        };
        await using var server = await EchoServer.StartAsync(script, options => options.ResponseCompressionAlgorithm = "gzip");
        var text = string.Concat(Enumerable.Repeat("cpu ", 2_000));

        var reply = await server.Client.UnaryAsync(
            new EchoRequest { Text = text }, new Metadata { { "grpc-internal-encoding-request", "gzip" } });

        reply.Text.ShouldBe(text);
        requestEncoding.ShouldBe("gzip");
    }

    [Theory]
    [InlineData("gzip", 1)]
    [InlineData("identity", 0)]
    public async Task Reply_IsCompressedOnlyForAClientThatAcceptsIt(string accepted, byte flag)
    {
        await using var server = await EchoServer.StartAsync(configure: options => options.ResponseCompressionAlgorithm = "gzip");
        var request = new EchoRequest { Text = string.Concat(Enumerable.Repeat("cpu ", 2_000)) }.ToByteArray();

        var answer = await RawCall.SendAsync(server.Address, "Unary", RawCall.Message(request, compressed: false), null, accepted);

        answer.Status.ShouldBe(StatusCode.OK);
        answer.Body[0].ShouldBe(flag);
        (answer.Body.Length < 1_000).ShouldBe(flag == 1);
    }

    [Fact]
    public async Task Reply_WithNoCompress_IsSentAsItIs()
    {
        var script = new EchoScript
        {
            Unary = (request, context) =>
            {
                context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
                return Task.FromResult(EchoScript.Reply(request));
            },
        };
        await using var server = await EchoServer.StartAsync(script, options => options.ResponseCompressionAlgorithm = "gzip");
        var request = new EchoRequest { Text = string.Concat(Enumerable.Repeat("cpu ", 2_000)) }.ToByteArray();

        var answer = await RawCall.SendAsync(server.Address, "Unary", RawCall.Message(request, compressed: false), null, "gzip");

        answer.Body[0].ShouldBe((byte)0);
    }

    [Fact]
    public async Task CompressedReply_InflatingPastTheClientsCap_FailsTheCallAsResourceExhausted()
    {
        await using var server = await EchoServer.StartAsync(
            new EchoScript { Unary = (_, _) => Task.FromResult(new EchoReply { Payload = ByteString.CopyFrom(new byte[16 * 1024 * 1024]) }) },
            options =>
            {
                options.MaxSendMessageSize = null;
                options.ResponseCompressionAlgorithm = "gzip";
            });

        var failure = await Should.ThrowAsync<RpcException>(async () => await server.Client.UnaryAsync(new EchoRequest()));

        failure.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }
}

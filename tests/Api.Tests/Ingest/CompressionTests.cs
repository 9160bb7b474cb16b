using System.IO.Compression;
using CleanLite.Testing.Http2;
using CleanLite.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Compressed messages: what they inflate to is what the cap holds for.</summary>
[Collection(nameof(ProcessSettings))]
public sealed class CompressionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const int Cap = 4 * 1024 * 1024;

    private readonly TestServer _server = shared.Server;

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Message_Compressed_IsRead(string encoding)
    {
        var answer = await CallAsync(encoding, Compress(encoding, Message(1_000)));
        answer.Status.ShouldBe(StatusCode.OK);
        BatchResult.Parser.ParseFrom(answer.Body.AsSpan(5)).AcceptedPoints.ShouldBe(1U);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Message_CutShortOrOfAnotherFormat_IsInternal(string encoding)
    {
        var good = Compress(encoding, Message(1_000));
        for (var length = 1; length < good.Length; length += 7)
            (await CallAsync(encoding, good[..length])).Status.ShouldBe(StatusCode.Internal, $"cut to {length}");
        (await CallAsync(encoding, Message(100))).Status.ShouldBe(StatusCode.Internal);
        (await CallAsync(encoding, Compress(encoding == "gzip" ? "deflate" : "gzip", Message(100)))).Status.ShouldBe(StatusCode.Internal);
    }

    [Theory]
    [InlineData(Cap, StatusCode.OK)]
    [InlineData(Cap + 1, StatusCode.ResourceExhausted)]
    public async Task Message_AtTheCap_IsTakenAndOneByteMoreIsNot(int length, StatusCode expected)
    {
        // Half of it is noise, so that neither the ratio nor the compressed length decides.
        var message = Message(length, noise: length / 2);
        message.Length.ShouldBe(length);
        (await CallAsync("gzip", Compress("gzip", message))).Status.ShouldBe(expected);
        (await CallAsync(null, message)).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task Message_BeyondTheCapOfTheSettings_IsRefusedWhetherCompressedOrNot()
    {
        const int Set = 30_000;
        await using var server = await TestServer.StartAsync([$"Ingest:MaxBatchBytes={Set}"]);
        var message = Message(Set + 100, noise: Set / 2);

        (await CallAsync(null, message, on: server)).Status.ShouldBe(StatusCode.ResourceExhausted);

        var inflated = await CallAsync("gzip", Compress("gzip", message), on: server);
        inflated.Status.ShouldBe(StatusCode.ResourceExhausted);
        inflated.Message.ShouldContain($"{Set}", customMessage: "It is refused while it inflates, not afterwards.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("identity")]
    public async Task Message_FlaggedWithoutAnEncoding_IsInternal(string? encoding)
    {
        var answer = await CallAsync(encoding, Message(100), flag: 1);
        answer.Status.ShouldBe(StatusCode.Internal);
        answer.Message.ShouldContain("grpc-encoding");
    }

    [Fact]
    public async Task Message_UnknownEncoding_IsUnimplementedOnlyIfUsed()
    {
        var used = await CallAsync("snappy", Message(100), flag: 1);
        used.Status.ShouldBe(StatusCode.Unimplemented);
        used.Find("grpc-accept-encoding").ShouldBe("identity,gzip,deflate");
        (await CallAsync("snappy", Message(100), flag: 0)).Status.ShouldBe(StatusCode.OK);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Message_ThatInflatesAThousandfold_IsRefusedWhileItInflates(string encoding)
    {
        var bomb = Compress(encoding, new byte[16 * Cap], CompressionLevel.SmallestSize);
        bomb.Length.ShouldBeLessThan(100_000);
        (await CallAsync(encoding, bomb)).Status.ShouldBe(StatusCode.ResourceExhausted);

        // Its last half is damaged, which who inflates the whole of it finds out.
        bomb.AsSpan(bomb.Length / 2).Fill(0xFF);
        Should.Throw<InvalidDataException>(() => Decompressing(encoding, bomb).CopyTo(Stream.Null));
        (await CallAsync(encoding, bomb)).Status.ShouldBe(StatusCode.ResourceExhausted);
    }

    private static byte[] Message(int length, int noise = 0)
    {
        // An unknown field fills the message up to the length.
        var head = new IngestRequest { AgentId = "raw", Series = { Samples.Series() } }.ToByteArray();
        var filling = new byte[Math.Max(0, length - head.Length - (length > 20_000 ? 6 : 4))];
        new Random(1).NextBytes(filling.AsSpan(0, noise));
        return new WireWriter().Raw(head).Bytes(100, filling).ToArray();
    }

    private static byte[] Compress(string encoding, byte[] message, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(compressed, level) : new ZLibStream(compressed, level))
            stream.Write(message);
        return compressed.ToArray();
    }

    private static Stream Decompressing(string encoding, byte[] compressed) =>
        encoding == "gzip" ? new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress) : new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);

    private async Task<RawDoor.RawAnswer> CallAsync(string? encoding, byte[] payload, byte? flag = null, TestServer? on = null)
    {
        using var raw = new RawDoor((on ?? _server).Door);
        return await raw.CallAsync(RawDoor.Validate, GrpcMessage.Framed(payload, flag ?? (encoding is null ? (byte)0 : (byte)1)), r =>
        {
            if (encoding is not null) r.Headers.Add("grpc-encoding", encoding);
        });
    }
}

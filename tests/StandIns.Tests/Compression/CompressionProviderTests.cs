using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Net.Compression;

namespace CleanLite.StandIns.Tests.Compression;

/// <summary>What both providers owe.</summary>
public abstract class CompressionProviderTests
{
    private static readonly DecompressionLimits CapOnly = new() { MaxBytes = 100_000, MaxRatio = 0 };

    protected abstract string Encoding { get; }

    protected abstract ICompressionProvider Create(DecompressionLimits limits);

    protected abstract ICompressionProvider CreateWithHostLimits();

    protected abstract Stream Inflate(Stream compressed);

    [Fact]
    public void EncodingName_IsTheNameOnTheWire() => CreateWithHostLimits().EncodingName.ShouldBe(Encoding);

    [Fact]
    public void AnyMessage_ThereAndBack_IsTheSame()
    {
        var provider = CreateWithHostLimits();

        // Some of it compresses, some does not, and some is longer than any buffer on the way.
        var messages =
            from piece in Gen.Choose(0, 300).SelectMany(n => Gen.Choose(0, 255).ArrayOf(n))
            from times in Gen.Frequency((4, Gen.Constant(1)), (2, Gen.Choose(2, 20)), (1, Gen.Choose(100, 500)))
            select Enumerable.Repeat(piece, times).SelectMany(p => p).Select(b => (byte)b).ToArray();

        Prop.ForAll(messages.ToArbitrary(), message => Read(provider, Compress(provider, message)).SequenceEqual(message)).ShouldHold(cost: 20);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void CompressionStream_AtAnyLevel_WritesTheFormatAndLeavesTheTargetOpen(CompressionLevel? level)
    {
        var target = new MemoryStream();
        using (var stream = CreateWithHostLimits().CreateCompressionStream(target, level))
            stream.Write(new byte[50_000]);

        target.CanWrite.ShouldBeTrue();
        (target.Length > 50_000).ShouldBe(level == CompressionLevel.NoCompression);
        target.Position = 0;
        var whole = new MemoryStream();
        Inflate(target).CopyTo(whole);
        whole.ToArray().ShouldBe(new byte[50_000]);
    }

    [Fact]
    public void Decompression_AtTheCap_Passes()
    {
        var provider = Create(CapOnly);

        Read(provider, Compress(provider, new byte[100_000])).Length.ShouldBe(100_000);
    }

    [Fact]
    public void Decompression_OneBytePastTheCap_IsResourceExhaustedAndNamesBothSizes()
    {
        var provider = Create(CapOnly);
        var message = Compress(provider, new byte[100_001]);

        var failure = Should.Throw<RpcException>(() => Read(provider, message));

        failure.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        failure.Status.Detail.ShouldBe($"Received message of {message.Length} bytes in {Encoding} inflates to more than its limit of 100000 bytes.");
    }

    [Fact]
    public async Task Decompression_OneBytePastTheCap_IsResourceExhaustedWhenReadAsynchronously()
    {
        var provider = Create(CapOnly);
        using var stream = provider.CreateDecompressionStream(new MemoryStream(Compress(provider, new byte[100_001])));

        var failure = await Should.ThrowAsync<RpcException>(() => stream.CopyToAsync(Stream.Null));

        failure.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public void Decompression_OfABomb_HandsOutNoMoreThanTheCap()
    {
        var provider = Create(CapOnly);
        using var stream = provider.CreateDecompressionStream(new MemoryStream(Compress(provider, new byte[50_000_000])));
        var got = new MemoryStream();

        Should.Throw<RpcException>(() => stream.CopyTo(got));

        got.Length.ShouldBeLessThanOrEqualTo(100_000);
    }

    [Fact]
    public void Decompression_IntoALargeBuffer_InflatesOneBytePastTheCapAtMost()
    {
        var provider = Create(CapOnly);
        var buffer = new byte[400_000];
        using var stream = provider.CreateDecompressionStream(new MemoryStream(Compress(provider, [.. Enumerable.Repeat((byte)1, buffer.Length)])));

        Should.Throw<RpcException>(() => stream.ReadExactly(buffer));

        buffer.Count(inflated => inflated != 0).ShouldBeLessThanOrEqualTo(CapOnly.MaxBytes + 1);
    }

    [Fact]
    public void Decompression_OfTwoMillionBytesThatHardlyCompress_PassesTheRatio()
    {
        var provider = CreateWithHostLimits();
        var message = new byte[2_000_000];
        new Random(1).NextBytes(message);

        Read(provider, Compress(provider, message)).ShouldBe(message);
    }

    [Theory]
    [InlineData(DecompressionLimits.RatioFloorBytes, true)]
    [InlineData(DecompressionLimits.RatioFloorBytes + 1, false)]
    public void Decompression_AtAThousandToOne_PassesUpToTheFloorOnly(int length, bool passes)
    {
        var provider = CreateWithHostLimits();
        var message = Compress(provider, new byte[length], CompressionLevel.SmallestSize);
        message.Length.ShouldBeLessThan(length / 100);

        if (passes)
            Read(provider, message).Length.ShouldBe(length);
        else
            Should.Throw<RpcException>(() => Read(provider, message)).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public void Decompression_OneStepPastItsRatio_IsResourceExhausted()
    {
        var random = new byte[1_000];
        new Random(1).NextBytes(random);
        byte[] message = [.. random, .. new byte[300_000]];
        var compressed = Compress(CreateWithHostLimits(), message);
        var ratio = (message.Length + compressed.Length - 1) / compressed.Length;

        Read(Create(new DecompressionLimits { MaxRatio = ratio }), compressed).ShouldBe(message);
        Should.Throw<RpcException>(() => Read(Create(new DecompressionLimits { MaxRatio = ratio - 1 }), compressed))
            .Status.Detail.ShouldContain($"its limit of {compressed.Length * (ratio - 1)} bytes");
    }

    [Fact]
    public void Decompression_OfASourceWithoutLength_IsHeldToTheCapAlone()
    {
        var provider = Create(new DecompressionLimits { MaxBytes = 1_000_000, MaxRatio = 10 });

        using var passing = provider.CreateDecompressionStream(new ForwardOnlyStream(Compress(provider, new byte[1_000_000])));
        passing.CopyTo(Stream.Null);
        using var failing = provider.CreateDecompressionStream(new ForwardOnlyStream(Compress(provider, new byte[1_000_001])));
        Should.Throw<RpcException>(() => failing.CopyTo(Stream.Null)).Status.Detail.ShouldContain("unknown bytes");
    }

    [Fact]
    public void Decompression_OfSomethingElse_IsInternal()
    {
        var failure = Should.Throw<RpcException>(() => Read(CreateWithHostLimits(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));

        failure.StatusCode.ShouldBe(StatusCode.Internal);
        failure.Status.Detail.ShouldBe($"Received message is not valid {Encoding}.");
        failure.InnerException.ShouldBeOfType<InvalidDataException>();
    }

    [Fact]
    public async Task Decompression_OfSomethingElse_IsInternalWhenReadAsynchronously()
    {
        using var stream = CreateWithHostLimits().CreateDecompressionStream(new MemoryStream([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));

        (await Should.ThrowAsync<RpcException>(() => stream.CopyToAsync(Stream.Null))).StatusCode.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public void Decompression_CutAnywhere_IsInternal()
    {
        var provider = CreateWithHostLimits();
        var message = Compress(provider, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

        for (var length = 1; length < message.Length; length++)
            Should.Throw<RpcException>(() => Read(provider, message[..length]), $"{length} of {message.Length} bytes").StatusCode.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public void Decompression_OfNothing_IsAnEmptyMessage() => Read(CreateWithHostLimits(), []).ShouldBeEmpty();

    [Fact]
    public void DecompressionStream_ReadsForwardAndDoesNothingElse()
    {
        var source = new MemoryStream(Compress(CreateWithHostLimits(), [1, 2, 3]));
        var stream = CreateWithHostLimits().CreateDecompressionStream(source);

        stream.CanRead.ShouldBeTrue();
        stream.CanSeek.ShouldBeFalse();
        stream.CanWrite.ShouldBeFalse();
        Should.Throw<NotSupportedException>(() => stream.Length);
        Should.Throw<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
        Should.Throw<NotSupportedException>(() => stream.Write([1], 0, 1));
        stream.Dispose();
        source.CanRead.ShouldBeFalse();
    }

    private static byte[] Compress(ICompressionProvider provider, byte[] message, CompressionLevel? level = null)
    {
        var target = new MemoryStream();
        using (var stream = provider.CreateCompressionStream(target, level))
            stream.Write(message);
        return target.ToArray();
    }

    private static byte[] Read(ICompressionProvider provider, byte[] message)
    {
        using var stream = provider.CreateDecompressionStream(new MemoryStream(message));
        var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }

    private sealed class ForwardOnlyStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

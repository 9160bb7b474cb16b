using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace CleanLite.StandIns.Tests.Compression;

[Collection(nameof(HostSettings))]
public sealed class DecompressionLimitsTests
{
    [Fact]
    public void FromHost_WithoutSettings_IsFourMebibytesAndAHundredToOne() =>
        DecompressionLimits.FromHost().ShouldBe(new DecompressionLimits { MaxBytes = 4_194_304, MaxRatio = 100 });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void MaxBytes_LessThanOne_Throws(int bytes) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new DecompressionLimits { MaxBytes = bytes });

    [Fact]
    public void MaxRatio_Negative_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new DecompressionLimits { MaxRatio = -1 });

    [Theory]
    [InlineData(5_000_000)]
    [InlineData("5000000")]
    public void FromHost_WithASetting_TakesItAsNumberOrText(object value)
    {
        // Read by name and not by the constant: hosts write it in files.
        var limits = WithSetting("Grpc.Net.Compression.MaxDecompressedBytes", value, DecompressionLimits.FromHost);

        limits.MaxBytes.ShouldBe(5_000_000);
        limits.MaxRatio.ShouldBe(100);
    }

    [Fact]
    public void FromHost_WithARatio_TakesIt() =>
        WithSetting("Grpc.Net.Compression.MaxDecompressionRatio", 0, DecompressionLimits.FromHost).MaxRatio.ShouldBe(0);

    [Fact]
    public void FromHost_WithAWordForANumber_Throws() =>
        Should.Throw<FormatException>(() => WithSetting("Grpc.Net.Compression.MaxDecompressedBytes", "much", DecompressionLimits.FromHost));

    [Fact]
    public void Provider_MadeUnderASetting_KeepsIt()
    {
        var provider = WithSetting(
            "Grpc.Net.Compression.MaxDecompressedBytes", 10, () => new GzipCompressionProvider(CompressionLevel.Fastest));
        using var stream = provider.CreateDecompressionStream(new MemoryStream(Wire.Payloads.Gzip(new byte[11])));

        Should.Throw<RpcException>(() => stream.CopyTo(Stream.Null)).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    private static T WithSetting<T>(string name, object value, Func<T> act)
    {
        AppContext.SetData(name, value);
        try
        {
            return act();
        }
        finally
        {
            AppContext.SetData(name, null);
        }
    }
}

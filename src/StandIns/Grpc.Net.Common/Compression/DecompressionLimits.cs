using System.Globalization;

namespace Grpc.Net.Compression;

/// <summary>How far one message may inflate. Not part of the official assembly.</summary>
/// <remarks>
/// The official server compares the compressed length only with its receive cap and then inflates without end. The limits
/// here close that. A host raises or lowers the defaults by <see cref="AppContext.SetData"/> or in its runtimeconfig,
/// under <see cref="MaxBytesSetting"/> and <see cref="MaxRatioSetting"/>, before it makes its first provider.
/// </remarks>
public sealed record DecompressionLimits
{
    /// <summary>The AppContext setting for <see cref="MaxBytes"/>.</summary>
    public const string MaxBytesSetting = "Grpc.Net.Compression.MaxDecompressedBytes";

    /// <summary>The AppContext setting for <see cref="MaxRatio"/>.</summary>
    public const string MaxRatioSetting = "Grpc.Net.Compression.MaxDecompressionRatio";

    /// <summary>The default of <see cref="MaxBytes"/>: 4 MiB, which is gRPC's default receive cap.</summary>
    public const int DefaultMaxBytes = 4 * 1024 * 1024;

    /// <summary>The default of <see cref="MaxRatio"/>.</summary>
    public const int DefaultMaxRatio = 100;

    /// <summary>Up to this many bytes the ratio does not matter: 64 KiB.</summary>
    public const int RatioFloorBytes = 64 * 1024;

    private readonly int _maxBytes = DefaultMaxBytes;
    private readonly int _maxRatio = DefaultMaxRatio;

    /// <summary>The longest decompressed message, in bytes; 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxBytes
    {
        get => _maxBytes;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxBytes = value;
        }
    }

    /// <summary>
    /// How many bytes each compressed byte may become, on the average of the message; 0 for any number. A message of up to
    /// <see cref="RatioFloorBytes"/> passes whatever its ratio.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxRatio
    {
        get => _maxRatio;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _maxRatio = value;
        }
    }

    /// <summary>The limits that the host set, or the defaults.</summary>
    /// <returns>The limits as they are set now.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    /// <exception cref="FormatException">A setting is not a whole number.</exception>
    public static DecompressionLimits FromHost() => new()
    {
        MaxBytes = Setting(MaxBytesSetting, DefaultMaxBytes),
        MaxRatio = Setting(MaxRatioSetting, DefaultMaxRatio),
    };

    /// <summary>The limit for one message.</summary>
    /// <param name="compressedBytes">Its compressed length; null if that is unknown.</param>
    /// <returns>The most bytes that it may inflate to.</returns>
    internal long ForMessageOf(long? compressedBytes) => MaxRatio == 0 || compressedBytes is not { } length
        ? MaxBytes
        : Math.Min(MaxBytes, Math.Max(RatioFloorBytes, length * MaxRatio));

    // runtimeconfig.json delivers its values as text, SetData as whatever was given.
    private static int Setting(string name, int otherwise) =>
        AppContext.GetData(name) is { } value ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : otherwise;
}

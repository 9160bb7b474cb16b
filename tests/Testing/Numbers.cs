using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Testing;

/// <summary>Generators of numbers of every magnitude; those of FsCheck stay small.</summary>
public static class Numbers
{
    private static readonly double[] OddDoubles =
    [
        0, -0.0, 1, -1, 0.1, 1e21, 1e-7, double.Epsilon, double.MaxValue, double.MinValue, 2.2250738585072014e-308, 9_007_199_254_740_991, 9_007_199_254_740_992,
        9_007_199_254_740_994, long.MaxValue, long.MinValue, 123_456_789.123_456_79, 5e-324, 1.7976931348623157e308,
    ];

    /// <summary>64 bits, each as likely as not.</summary>
    public static Gen<long> Bits { get; } =
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        select ((long)high << 32) | (uint)low;

    /// <summary>0 to 2^63-1: all lengths in bits are as likely, and so are their ends.</summary>
    public static Gen<long> Natural { get; } =
        from bits in Bits
        from length in Gen.Choose(0, 63)
        from isEnd in Gen.Choose(0, 7)
        let mask = (long)((1UL << length) - 1)
        select isEnd == 0 ? mask : bits & mask;

    /// <summary>The same on both sides of 0.</summary>
    public static Gen<long> Whole { get; } = Natural.SelectMany(n => Gen.Elements(n, -n, ~n));

    /// <summary>Finite doubles: any bits, whole numbers, short decimals, and the odd ones.</summary>
    public static Gen<double> Finite { get; } = Gen.Frequency(
        (3, Bits.Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite)),
        (2, Whole.Select(n => (double)n)),
        (2, Gen.Choose(-1_000_000, 1_000_000).Select(n => n / 1_000.0)),
        (1, Gen.Elements(OddDoubles)));
}

using System.Diagnostics;

namespace CleanLite.Load.Measure;

/// <summary>Microseconds since the tool started, monotonic: what marked points carry as their value.</summary>
internal static class LoadClock
{
    private static readonly long Origin = Stopwatch.GetTimestamp();
    private static readonly long OriginUnixMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public static long NowUs => (long)Stopwatch.GetElapsedTime(Origin).TotalMicroseconds;

    /// <summary>The wall clock at <paramref name="us"/>, as it would read had nobody set it since.</summary>
    public static long UnixMsAt(long us) => OriginUnixMs + (us / 1000);
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace CleanLite.Load.Measure;

/// <summary>Where the figures come from.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, system and runtime, in a line.</summary>
    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";
        return $"{model}, {CoreCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }

    /// <summary>Cores of the machine, whatever this process is pinned to.</summary>
    public static int CoreCount { get; } =
        File.ReadLines("/proc/cpuinfo").Count(l => l.StartsWith("processor", StringComparison.Ordinal));

    /// <summary>The load average of the last minute: other work on the machine blurs every figure but those per CPU second.</summary>
    public static double LoadAverage =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
}

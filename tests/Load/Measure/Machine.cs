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

    /// <summary>CPU seconds that the machine was busy since it started, stolen ones among them.</summary>
    public static double BusySeconds
    {
        get
        {
            // cpu user nice system idle iowait irq softirq steal ... (proc(5)), in steps of 10 ms.
            var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
                .Select(t => long.Parse(t, CultureInfo.InvariantCulture)).ToArray();
            return (ticks.Sum() - ticks[3] - ticks[4]) / 100.0;
        }
    }
}

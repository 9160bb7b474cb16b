using System.Diagnostics;
using System.Globalization;

namespace CleanLite.Load.Measure;

/// <summary>What the kernel says of a process at one moment.</summary>
/// <param name="AtUs">When, see <see cref="LoadClock"/>.</param>
/// <param name="CpuSeconds">User and system time since its start; the kernel counts in steps of 10 ms.</param>
/// <param name="RssBytes">Resident memory.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Files">Open file descriptors; -1 if they may not be looked at.</param>
internal readonly record struct ProcessReading(long AtUs, double CpuSeconds, long RssBytes, int Threads, int Files)
{
    private const double TicksPerSecond = 100;

    /// <summary>Reads <c>/proc/&lt;pid&gt;</c>.</summary>
    public static ProcessReading Of(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");

        // The command's name stands in parentheses and may hold blanks; field 3 follows. utime is field 14, stime 15 (proc(5)).
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        var threads = int.Parse(fields[17], CultureInfo.InvariantCulture);
        return new ProcessReading(LoadClock.NowUs, ticks / TicksPerSecond, MemoryOf(pid, "VmRSS:"), threads, FilesOf(pid));
    }

    /// <summary>Reads this process.</summary>
    public static ProcessReading OfSelf() => Of(Environment.ProcessId);

    /// <summary>The most memory that a process ever held.</summary>
    public static long PeakOf(int pid) => MemoryOf(pid, "VmHWM:");

    /// <summary>The share of one core used since <paramref name="earlier"/>.</summary>
    public double CoresSince(ProcessReading earlier) => (CpuSeconds - earlier.CpuSeconds) / SecondsSince(earlier);

    /// <summary>Wall time since <paramref name="earlier"/>.</summary>
    public double SecondsSince(ProcessReading earlier) => Math.Max((AtUs - earlier.AtUs) / 1e6, 1e-6);

    private static long MemoryOf(int pid, string name)
    {
        var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line.AsSpan(6, line.Length - 9).Trim(), CultureInfo.InvariantCulture);
    }

    private static int FilesOf(int pid)
    {
        try
        {
            return Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length;
        }
        catch (UnauthorizedAccessException)
        {
            return -1;
        }
    }
}

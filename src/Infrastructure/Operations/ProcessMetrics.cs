using System.Diagnostics;
using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;

namespace CleanLite.Infrastructure.Operations;

/// <summary>The process as the operating system sees it, under the names that every Prometheus client uses.</summary>
internal sealed class ProcessMetrics(IMeterFactory factory)
{
    private const string DescriptorFolder = "/proc/self/fd";

    public void Observe()
    {
        var meter = factory.Create(CleanLiteMeter.Name);
        var started = new DateTimeOffset(Process.GetCurrentProcess().StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1_000.0;
        meter.CreateObservableCounter("process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Time on the processor, user and system.");
        meter.CreateObservableGauge("process.resident_memory", () => Environment.WorkingSet, "By", "Memory held in RAM.");
        meter.CreateObservableGauge("process.start_time", () => started, "s", "When the process started, Unix time.");
        if (!Directory.Exists(DescriptorFolder)) return;

        var limit = DescriptorLimit.Read();
        meter.CreateObservableGauge("process.open_fds", () => Directory.EnumerateFileSystemEntries(DescriptorFolder).Count(), "{fd}", "Open file descriptors.");
        if (limit is not null) meter.CreateObservableGauge("process.max_fds", () => limit.Value, "{fd}", "Most file descriptors that may be open.");
    }
}

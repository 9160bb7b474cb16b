namespace CleanLite.Load.Measure;

/// <summary>What server and tool used between two moments.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="ServerCpu">The server's CPU seconds.</param>
/// <param name="ToolCpu">The tool's CPU seconds.</param>
/// <param name="BusyCpu">CPU seconds of everything on the machine.</param>
/// <param name="ServerRss">The server's resident bytes at the end.</param>
internal readonly record struct Usage(double Seconds, double ServerCpu, double ToolCpu, double BusyCpu, long ServerRss)
{
    /// <summary>The share of one core that the server used.</summary>
    public double ServerCores => ServerCpu / Seconds;

    /// <summary>The share of one core that the tool used: near 1 it is the bottleneck.</summary>
    public double ToolCores => ToolCpu / Seconds;

    /// <summary>Cores used by neither: more than a tenth blurs all figures, those per CPU second through cold caches.</summary>
    public double OtherCores => Math.Max(0, BusyCpu - ServerCpu - ToolCpu) / Seconds;
}

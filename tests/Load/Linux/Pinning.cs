using System.Diagnostics;
using System.Globalization;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Linux;

/// <summary>The server on one core, the tool on another: figures per core mean something only then.</summary>
internal static class Pinning
{
    public const int ServerCore = 0;
    public const int ToolCore = 1;

    /// <summary>True if there is a core for each, and taskset to keep them there.</summary>
    public static bool IsPossible => Machine.CoreCount >= 2 && File.Exists("/usr/bin/taskset");

    /// <summary>Keeps this process, with all its threads and those to come, on its core.</summary>
    public static void PinSelf()
    {
        var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        using var taskset = Process.Start(new ProcessStartInfo("taskset", ["-a", "-p", "-c", ToolCore.ToString(CultureInfo.InvariantCulture), pid])
        {
            RedirectStandardOutput = true,
        });
        taskset!.WaitForExit();
    }

    /// <summary>A command that runs <paramref name="command"/> on the server's core.</summary>
    public static string[] Pinned(params string[] command) =>
        ["taskset", "-c", ServerCore.ToString(CultureInfo.InvariantCulture), .. command];
}

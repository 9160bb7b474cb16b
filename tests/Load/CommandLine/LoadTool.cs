using System.Globalization;
using System.Net.Sockets;
using CleanLite.Load.Commands;
using CleanLite.Load.Linux;
using CleanLite.Load.Measure;
using CleanLite.Load.Peers;

namespace CleanLite.Load.CommandLine;

/// <summary>Reads the command line, runs the command, prints what it found.</summary>
internal static class LoadTool
{
    private const int ExitMissed = 1;
    private const int ExitUsage = 2;
    private const int ExitFailed = 3;

    /// <summary>Exit code 0: done, and every pass mark was met; 1: one was missed; 2: the command line is wrong; 3: it could not be measured.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        if (arguments.Length == 0 || arguments.Any(a => a is "--help" or "-h"))
        {
            Console.Write(Help.Text);
            return 0;
        }

        if (arguments[0] == SignalRHost.Command) return await SignalRHost.RunAsync();

        try
        {
            var command = Catalogue.Commands.FirstOrDefault(c => c.Name.Equals(arguments[0], StringComparison.OrdinalIgnoreCase))
                ?? throw new UsageException($"'{arguments[0]}' is no command; --help lists them.");
            return await RunAsync(command, new Options(arguments[1..]));
        }
        catch (Exception e) when (e is UsageException or FormatException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitUsage;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or SocketException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitFailed;
        }
    }

    private static async Task<int> RunAsync(ICommand command, Options options)
    {
        var bench = new Workbench(options);
        if (bench.IsPinned) Pinning.PinSelf();
        TaskScheduler.UnobservedTaskException += (_, e) => bench.Faults.Enqueue($"the tool: {e.Exception.GetBaseException()}");
        var report = new Report(command.Name);
        try
        {
            await command.RunAsync(bench, report);
        }
        catch
        {
            // What the server said is most likely why.
            foreach (var fault in bench.Faults) await Console.Error.WriteLineAsync(fault);
            throw;
        }

        Progress.Done();
        CollectUnobserved();
        (report.Faults, report.Server) = ([.. bench.Faults], bench.ServerVersion ?? report.Server);
        Console.WriteLine(options.Has("json") ? report.ToJson() : Present(report, bench));
        if (options.Text("out") is { } file) await File.WriteAllTextAsync(file, Present(report, bench));
        return report.Passed ? 0 : ExitMissed;
    }

    // A task tells that nobody looked at its exception when it is collected.
    private static void CollectUnobserved()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static string Present(Report report, Workbench bench) =>
        $"{report.Title}: {Machine.Describe()}; {(bench.IsPinned ? "server on core 0, tool on core 1" : "not pinned")}; "
        + $"server {report.Server}; load average {Machine.LoadAverage:0.0}\n{report.ToMarkdown()}";
}

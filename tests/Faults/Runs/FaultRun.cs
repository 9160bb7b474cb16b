using System.Net.Sockets;
using CleanLite.Faults.Checking;
using CleanLite.Faults.Faults;
using CleanLite.Faults.Histories;
using CleanLite.Load.Measure;

namespace CleanLite.Faults.Runs;

/// <summary>One fault with one seed: the run, its history, its verdict.</summary>
internal static class FaultRun
{
    /// <summary>What runs, and on what.</summary>
    public static string Versions { get; } = $"CleanLite {typeof(FaultRun).Assembly.GetName().Version}, {Machine.Describe()}";

    /// <summary>Runs for <paramref name="duration"/> and what it takes to settle. The history stays in <paramref name="folder"/> if it shows a violation.</summary>
    public static async Task<RunResult> RunAsync(IFault fault, int seed, TimeSpan duration, string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{fault.Name}-{seed}.jsonl");
        var own = Directory.CreateTempSubdirectory($"cleanlite-{fault.Name}-{seed}-");
        double seconds;
        using (var history = new HistoryFile(path))
        {
            var plan = fault.Plan(seed, own.FullName);
            history.Add(new RunBegan(fault.Name, seed, Versions, plan.MayRefuse) { Jumps = plan.Jumps });
            await RunAsync(fault, plan, duration, history);
            seconds = history.Seconds;
        }

        var verdict = HistoryChecker.Check(HistoryFile.Read(path));
        if (verdict.ViolationCount == 0)
        {
            File.Delete(path);
            own.Delete(recursive: true);
        }

        return new RunResult(fault.Name, seed, seconds, verdict, verdict.ViolationCount == 0 ? null : path);
    }

    private static async Task RunAsync(IFault fault, WorldPlan plan, TimeSpan duration, HistoryFile history)
    {
        await using var world = new World(plan, history);
        try
        {
            await world.StartAsync();
            await fault.RunAsync(world, duration);
            await world.SettleAsync();
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException or IOException or OperationCanceledException or SocketException)
        {
            world.Judge("the run comes to its end", false, e.Message);

            // A process that aborts takes a moment to be gone.
            await Task.Delay(1000);
            world.JudgeServer();
        }
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Peers;

/// <summary>What a child process of the tool does: one agent or one viewer, until it is asked to stop.</summary>
internal static class ChildCommand
{
    public const string Agent = "child-agent";
    public const string Viewer = "child-viewer";

    /// <summary>Arguments: what it is, its name, the door, a seed, and for an agent the first value.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        var (name, server, seed) = (arguments[1], new Uri(arguments[2]), int.Parse(arguments[3], CultureInfo.InvariantCulture));
        var history = new HistoryOnOutput();
        if (arguments[0] == Viewer)
        {
            await new FaultViewer(new FaultViewerPlan { Name = name, Server = () => server, Seed = seed }, history).RunAsync(stop.Token);
            return 0;
        }

        var plan = new FaultAgentPlan { Id = name, Server = server, Seed = seed, FirstValue = double.Parse(arguments[4], CultureInfo.InvariantCulture) };
        await using var agent = new FaultAgent(plan, history);
        await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
}

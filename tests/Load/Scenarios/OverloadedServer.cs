using CleanLite.Load.Agents;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Scenarios;

/// <summary>A server under more than it can take, with some who watch and somebody who probes it.</summary>
internal sealed record OverloadedServer(IServer Server, Audience Audience, Fleet Fleet) : IAsyncDisposable
{
    /// <summary>Judges so many seconds of it.</summary>
    public async Task<Flow> MeasureAsync(Marks marks, double seconds)
    {
        using var prober = new Prober(Server);
        Fleet.Answers.Clear();
        var (start, meter) = (Fleet.Totals, new UsageMeter(Server.Pid));
        await Progress.WaitAsync("L5 overload", seconds, () => $"{ProcessReading.Of(Server.Pid).RssBytes / 1e6:0} MB");
        var (usage, end, answers) = (meter.Stop(), Fleet.Totals, Fleet.Answers.Ms(99));
        var (taken, refused) = ((end.Accepted - start.Accepted) / usage.Seconds, (end.Retries - start.Retries) / usage.Seconds);

        marks.Note("taken", taken, "points/s");
        marks.Note("batches refused", refused, "a second");
        marks.Note("batches of a stream without an answer", Fleet.Agents.Average(a => a.InFlight));
        marks.None("refusals that do not say when to come again", end.RetriesWithoutHint);
        marks.AtMost("answer to what was taken, from its sending, p99", answers, 500, "ms");
        marks.AtMost("server memory", ProcessReading.PeakOf(Server.Pid) / 1e6, 600, "MB");
        marks.AtMost("/health/live p99", prober.Health.Ms(99), 100, "ms");
        marks.AtMost("/live handshake p99", prober.Live.Ms(99), 100, "ms");
        marks.None("probes failed", prober.Failures);
        marks.None("agents and viewers disconnected", Fleet.Faults.Count + Audience.Ended.Count);
        marks.Holds("counts add up", end.AddUp);
        marks.Note("server core", usage.ServerCores);
        marks.Note("tool core", usage.ToolCores);
        return new Flow(taken, refused);
    }

    public async ValueTask DisposeAsync()
    {
        Audience.Dispose();
        await Fleet.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>What the server did in a second.</summary>
    public readonly record struct Flow(double PointsTaken, double BatchesRefused);
}

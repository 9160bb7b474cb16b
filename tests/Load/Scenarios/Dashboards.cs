using System.Collections.Concurrent;
using CleanLite.Load.Agents;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Scenarios;

/// <summary>
/// The fleet of L1 and its kin: 500 agents with 200 series each, and 100 dashboards of which each shows 100 series of one agent, everything
/// that they receive parsed and checked.
/// </summary>
internal sealed class Dashboards : IAsyncDisposable
{
    public const int Agents = 500;
    public const int Viewers = 100;
    public const int SeriesOfAViewer = 100;
    public static readonly BatchShape Shape = new(200, 1);

    private readonly ConcurrentQueue<LiveSink> _sinks;
    private Pacer? _pacer;
    private bool _isChurned;

    private Dashboards(IServer server, Audience audience, Fleet fleet, Histogram delays, ConcurrentQueue<LiveSink> sinks) =>
        (Server, Audience, Fleet, Delays, _sinks) = (server, audience, fleet, delays, sinks);

    public IServer Server { get; }

    public Audience Audience { get; }

    public Fleet Fleet { get; }

    /// <summary>From when a point was meant to leave its agent to when a dashboard read it.</summary>
    public Histogram Delays { get; }

    public static async Task<Dashboards> OpenAsync(Workbench bench, params string[] settings)
    {
        var server = await bench.StartServerAsync(settings);
        var (delays, sinks) = (new Histogram(), new ConcurrentQueue<LiveSink>());
        var audience = await Audience.ConnectAsync(server.Http, new AudiencePlan(Viewers, _ => NewSink(delays, sinks)) { PathOf = PathOf });
        var fleet = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(Agents, Shape) { Window = 64 });
        return new Dashboards(server, audience, fleet, delays, sinks);
    }

    /// <summary>Puts a new process of the same name in an agent's place.</summary>
    public Task RestartAgentAsync(int agent)
    {
        _isChurned = true;
        return Fleet.RestartAsync(agent);
    }

    /// <summary>Puts a new dashboard in an old one's place.</summary>
    public Task ReplaceViewerAsync(int viewer, CancellationToken cancellation)
    {
        _isChurned = true;
        return Audience.ReplaceAsync(viewer, PathOf(viewer), NewSink(Delays, _sinks), cancellation);
    }

    /// <summary>From now on every agent sends so many batches a second.</summary>
    public void SetRate(double batchesPerAgent)
    {
        _pacer?.Dispose();
        _pacer = batchesPerAgent > 0 ? new Pacer(Fleet.Agents, Agents * batchesPerAgent) : null;
    }

    public void ClearDelays()
    {
        Delays.Clear();
        Fleet.Acks.Clear();
    }

    /// <summary>Stops, waits until all is answered and has arrived, and holds what arrived against what was acknowledged.</summary>
    public async Task JudgeAsync(Marks marks)
    {
        SetRate(0);
        var drained = await Fleet.DrainAsync();
        await Progress.WaitAsync("arriving", 2);
        var (lost, doubled) = Compare();
        for (var tries = 0; tries < 15 && lost > 0; tries++)
        {
            await Progress.WaitAsync("arriving", 2);
            (lost, doubled) = Compare();
        }

        var totals = Fleet.Totals;
        // Those of dashboards that have gone too.
        var verifiers = _sinks.Select(s => s.Verifier!).ToList();
        marks.Holds("every batch answered", drained && Fleet.Faults.Count == 0, Fleet.Faults.First ?? "");
        marks.Holds("counts add up", totals.AddUp && totals.Points == totals.Accepted, $"{totals.Points} sent, {totals.Accepted} accepted, {totals.Retries} retries");
        marks.None("acknowledged points that a dashboard did not get", lost + verifiers.Sum(v => v.Missing));
        marks.None("points doubled or out of order", doubled + verifiers.Sum(v => v.OutOfOrder));
        marks.None("malformed messages", verifiers.Sum(v => v.Malformed));
        marks.None("dashboards disconnected", Audience.Ended.Count);
        marks.Note("points merged", Audience.Sinks.Sum(s => s.Merged));
    }

    public async ValueTask DisposeAsync()
    {
        SetRate(0);
        Audience.Dispose();
        await Fleet.DisposeAsync();
        await Server.DisposeAsync();
    }

    private (long Lost, long Doubled) Compare()
    {
        long lost = 0, doubled = 0;
        for (var i = 0; i < Viewers; i++)
        {
            var batches = Fleet.Agents[AgentOf(i)].Totals.Batches;
            var sink = (LiveSink)Audience.Viewers[i].Sink;
            lost += _isChurned ? BehindBy(sink.Verifier!, AgentOf(i), batches) : Math.Max(0, (batches * SeriesOfAViewer) - sink.Points - sink.Merged);
            doubled += _isChurned ? 0 : Math.Max(0, sink.Points + sink.Merged - (batches * SeriesOfAViewer));
        }

        return (lost, doubled);
    }

    private static string PathOf(int viewer) => $"/live?agent={SeriesName.AgentId(AgentOf(viewer))}&label.group={SeriesName.Group(0)}";

    private static LiveSink NewSink(Histogram delays, ConcurrentQueue<LiveSink> sinks)
    {
        var sink = new LiveSink(new LiveSinkPlan { Delays = delays, Verifier = new SeriesVerifier() });
        sinks.Enqueue(sink);
        return sink;
    }

    // Where agents and dashboards come and go, what a dashboard got cannot be counted; but its newest values are those of the agent's last batch, and the
    // verifier has found the gaps before them. The marked series, whose values are times, is left out.
    private static long BehindBy(SeriesVerifier seen, int agent, long batches) =>
        Enumerable.Range(1, SeriesOfAViewer - 1).Sum(series => Math.Max(0, batches - (long)seen.NewestOf(agent, series)));

    private static int AgentOf(int viewer) => viewer * (Agents / Viewers);
}

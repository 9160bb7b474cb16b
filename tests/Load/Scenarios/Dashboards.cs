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

    private Pacer? _pacer;

    private Dashboards(IServer server, Audience audience, Fleet fleet, Histogram delays) =>
        (Server, Audience, Fleet, Delays) = (server, audience, fleet, delays);

    public IServer Server { get; }

    public Audience Audience { get; }

    public Fleet Fleet { get; }

    /// <summary>From when a point was meant to leave its agent to when a dashboard read it.</summary>
    public Histogram Delays { get; }

    public static async Task<Dashboards> OpenAsync(Workbench bench)
    {
        var server = await bench.StartServerAsync();
        var delays = new Histogram();
        var audience = await Audience.ConnectAsync(server.Http, new AudiencePlan(Viewers, _ => NewSink(delays)) { PathOf = PathOf });
        var fleet = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(Agents, Shape) { Window = 64 });
        return new Dashboards(server, audience, fleet, delays);
    }

    /// <summary>Where the dashboard of that number connects.</summary>
    public static string PathOf(int viewer) => $"/live?agent={SeriesName.AgentId(AgentOf(viewer))}&label.group={SeriesName.Group(0)}";

    public static LiveSink NewSink(Histogram delays) => new(new LiveSinkPlan { Delays = delays, Verifier = new SeriesVerifier() });

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
        var totals = Fleet.Totals;
        long lost = 0, doubled = 0;
        for (var i = 0; i < Viewers; i++)
        {
            var expected = Fleet.Agents[AgentOf(i)].Totals.Batches * SeriesOfAViewer;
            var sink = (LiveSink)Audience.Viewers[i].Sink;
            lost += Math.Max(0, expected - sink.Points - sink.Merged);
            doubled += Math.Max(0, sink.Points + sink.Merged - expected);
        }

        var verifiers = Audience.Sinks.Select(s => s.Verifier!).ToList();
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

    private static int AgentOf(int viewer) => viewer * (Agents / Viewers);
}

using CleanLite.Load.CommandLine;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Peers;

/// <summary>What a user could install instead, with the same points on the same two cores, each right behind CleanLite under the same load.</summary>
internal sealed class PeersCommand : ICommand
{
    private const string Ingest = "ingest";
    private const string Fanout = "fanout";
    private const string Steady = "steady";

    private static readonly IPeer[] Viewed = [new SignalRPeer(together: false), new SignalRPeer(together: true), new NatsPeer()];

    public string Name => "peers";

    public string Summary =>
        "in one run, with ratios: ingest beside prometheus and victoria-metrics, fan-out and steady rates beside SignalR and nats-server; --only, --peer";

    public async Task RunAsync(Workbench bench, Report report)
    {
        var only = bench.Options.Text("only");
        if (only is not (null or Ingest or Fanout or Steady)) throw new UsageException($"--only is '{only}', not {Ingest}, {Fanout} or {Steady}.");

        var fed = only is null or Ingest ? Wanted(bench, RemoteWritePeer.All, p => p.Name, p => p.Missing) : null;
        var viewed = only != Ingest ? Wanted(bench, Viewed, p => p.Name, p => p.Missing) : null;
        if (fed is null && viewed is null) throw new UsageException($"'{bench.Options.Text("peer")}' is no peer of that.");
        if (fed is not null) await IngestComparison.RunAsync(bench, fed, report);
        if (viewed is not null && only is null or Fanout) await FanoutComparison.RunAsync(bench, viewed, report);
        if (viewed is not null && only is null or Steady) await SteadyComparison.RunAsync(bench, viewed, report);
    }

    // Null if none of them is asked for; those that are but cannot be had are named.
    private static List<T>? Wanted<T>(Workbench bench, IEnumerable<T> peers, Func<T, string> name, Func<T, string?> missing)
    {
        var wanted = peers.Where(p => bench.Options.Text("peer") is not { } part || name(p).Contains(part, StringComparison.OrdinalIgnoreCase)).ToList();
        if (wanted.Count == 0) return null;
        foreach (var peer in wanted.Where(p => missing(p) is not null)) Console.Error.WriteLine($"{name(peer)} is left out: {missing(peer)}");
        wanted.RemoveAll(p => missing(p) is not null);
        return wanted;
    }
}

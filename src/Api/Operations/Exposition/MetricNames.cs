using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;

namespace CleanLite.Api.Operations.Exposition;

/// <summary>
/// Which instruments are shown on <c>/metrics</c> and how: dots become underscores, the unit becomes a suffix (OpenTelemetry's "Prometheus and OpenMetrics
/// Compatibility"), with a table for names that operators know better, and for the labels of instruments that are not CleanLite's own.
/// </summary>
internal static class MetricNames
{
    private static readonly Dictionary<string, string> Units = new() { ["s"] = "seconds", ["By"] = "bytes", ["ms"] = "milliseconds" };

    private static readonly Dictionary<string, string> Known = new()
    {
        ["cleanlite.activity.appended"] = "cleanlite_feed_events",
        ["cleanlite.live.viewers"] = "cleanlite_live_connections",
        ["cleanlite.live.sent"] = "cleanlite_live_bytes_sent",
        ["cleanlite.live.merged"] = "cleanlite_live_dropped_points",
        ["cleanlite.live.delay"] = "cleanlite_fanout_delay_seconds",
        ["cleanlite.live.window"] = "cleanlite_window_bytes",
        ["cleanlite.live.queue_max"] = "cleanlite_live_queue_max",

        // The suffix _count is a histogram's.
        ["dotnet.assembly.count"] = "dotnet_assemblies",
        ["dotnet.process.cpu.count"] = "dotnet_process_cpus",
        ["dotnet.timer.count"] = "dotnet_timers",
        ["dotnet.thread_pool.thread.count"] = "dotnet_thread_pool_threads",
    };

    // The runtime calls these counters, but they fall.
    private static readonly HashSet<string> Gauges = ["dotnet.thread_pool.queue.length", "dotnet.thread_pool.thread.count"];

    // Instruments without labels that are shown as 0 before they are first used: an alert on their rate would miss the first step otherwise.
    private static readonly HashSet<string> FromZero =
    [
        "cleanlite.activity.commit.duration",
        "cleanlite.activity.damaged",
        "cleanlite.activity.lost",
        "cleanlite.activity.reads.refused",
        "cleanlite.activity.stored",
        "cleanlite.agents.connected",
        "cleanlite.agents.connects",
        "cleanlite.agents.refused",
        "cleanlite.agents.unaccounted",
        "cleanlite.live.viewers",
        "cleanlite.live.connects",
        "cleanlite.live.sent",
        "cleanlite.live.writes",
        "cleanlite.live.merged",
        "cleanlite.live.lost",
        "cleanlite.live.folded",
        "cleanlite.live.input.refused",
        "cleanlite.client.paint_delay",
        "cleanlite.live.delay",
        "cleanlite.requests.unlisted",
        "cleanlite.series.evicted",
    ];

    private static readonly Dictionary<string, (string Name, string Value)[]> Fixed = new()
    {
        ["cleanlite.live.merged"] = [("reason", "coalesced")],
    };

    // Of instruments that are not our own only labels with few values are kept; the others are summed up.
    private static readonly Dictionary<string, Dictionary<string, string>> Foreign = new()
    {
        ["dotnet.gc.collections"] = new() { ["gc.heap.generation"] = "generation" },
        ["dotnet.gc.last_collection.heap.size"] = new() { ["gc.heap.generation"] = "generation" },
        ["dotnet.gc.last_collection.heap.fragmentation.size"] = new() { ["gc.heap.generation"] = "generation" },
        ["dotnet.process.cpu.time"] = new() { ["cpu.mode"] = "mode" },
        ["http.server.request.duration"] = new()
        {
            ["http.request.method"] = "method",
            ["http.response.status_code"] = "code",
            ["http.route"] = "route",
        },
        ["http.server.active_requests"] = new() { ["http.request.method"] = "method" },
    };

    private static readonly Dictionary<string, string> NoLabels = [];

    private static readonly string[] ForeignMeters = ["System.Runtime", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Hosting"];

    /// <summary>How <paramref name="instrument"/> is shown; null if it is not.</summary>
    public static MetricShape? ShapeOf(Instrument instrument)
    {
        var isOwn = instrument.Meter.Name == CleanLiteMeter.Name;
        if ((!isOwn && !ForeignMeters.Contains(instrument.Meter.Name)) || MetricShape.TypeOf(instrument) is not { } type) return null;
        return new MetricShape(
            Known.GetValueOrDefault(instrument.Name) ?? NameOf(instrument),
            Gauges.Contains(instrument.Name) ? MetricType.Gauge : type,
            instrument.Description is { Length: > 0 } text ? text : $"{instrument.Name} of {instrument.Meter.Name}.",
            isOwn ? null : Foreign.GetValueOrDefault(instrument.Name, NoLabels),
            Fixed.GetValueOrDefault(instrument.Name),
            FromZero.Contains(instrument.Name));
    }

    /// <summary>A name as the text formats allow it: <c>[a-zA-Z_][a-zA-Z0-9_]*</c>.</summary>
    public static string Clean(string name)
    {
        var clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return clean.Length > 0 && char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    private static string NameOf(Instrument instrument)
    {
        var name = Clean(instrument.Name);
        var unit = instrument.Unit is { } given ? Units.GetValueOrDefault(given) : null;
        return unit is null || name.Contains("_" + unit, StringComparison.Ordinal) ? name : $"{name}_{unit}";
    }
}

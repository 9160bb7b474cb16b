using System.Text.RegularExpressions;
using CleanLite.Api.Tests.Fleet;
using CleanLite.Api.Tests.Ingest;
using CleanLite.V1;

namespace CleanLite.Api.Tests.Operations.Exposition;

public sealed partial class MetricsEndpointTests
{
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0";

    // What ecosystem conventions promise operators, as far as there is something to count.
    private static readonly string[] Promised =
    [
        "cleanlite_build_info", "cleanlite_ingest_requests_total", "cleanlite_ingest_points_total", "cleanlite_ingest_bytes_total",
        "cleanlite_ingest_rejected_points_total", "cleanlite_ingest_duration_seconds", "cleanlite_agents", "cleanlite_series", "cleanlite_series_limit",
        "cleanlite_series_evicted_total", "cleanlite_live_connections", "cleanlite_live_connects_total", "cleanlite_live_bytes_sent_total",
        "cleanlite_live_dropped_points_total", "cleanlite_fanout_delay_seconds", "cleanlite_agent_clock_skew_seconds_max", "process_cpu_seconds_total",
        "process_resident_memory_bytes", "process_start_time_seconds", "process_open_fds", "process_max_fds", "dotnet_gc_collections_total",
        "dotnet_gc_pause_time_seconds_total", "dotnet_thread_pool_queue_length", "dotnet_exceptions_total", "kestrel_active_connections",
        "kestrel_upgraded_connections", "http_server_request_duration_seconds",
    ];

    [Fact]
    public async Task Metrics_AfterTraffic_PassPromtoolAndHoldWhatIsPromised()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server.Client);
        await agent.RoundTripAsync(1, Samples.Series("cpu"), Samples.Series("not a name"));
        await server.GetAsync("/health");

        using var response = await server.GetAsync("/metrics");
        response.Content.Headers.GetValues("Content-Type").ShouldBe(["text/plain; version=0.0.4; charset=utf-8"]);
        var text = await response.Content.ReadAsStringAsync();
        (await Promtool.RunAsync(text, "check", "metrics")).ShouldBe((0, ""));

        var families = CheckGrammar(text, isOpenMetrics: false);
        Promised.Except(families).ShouldBeEmpty();
        text.ShouldContain("\ncleanlite_ingest_points_total{protocol=\"native\",outcome=\"accepted\"} 1\n");
        text.ShouldContain("\ncleanlite_ingest_rejected_points_total{reason=\"invalid\"} 1\n");
        text.ShouldContain("\ncleanlite_ingest_requests_total{protocol=\"native\",outcome=\"partial\"} 1\n");
        text.ShouldContain("\ncleanlite_agents{state=\"online\"} 1\n");
        text.ShouldContain("\ncleanlite_messages_processed_total 2\n");
    }

    [Fact]
    public async Task Metrics_AsOpenMetrics_KeepItsGrammar()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.IngestAsync(new IngestRequest { AgentId = "a", Series = { Samples.Series() } });
        using var response = await server.GetAsync("/metrics", OpenMetrics);
        response.Content.Headers.GetValues("Content-Type").ShouldBe(["application/openmetrics-text; version=1.0.0; charset=utf-8"]);
        CheckGrammar(await response.Content.ReadAsStringAsync(), isOpenMetrics: true);
    }

    [Fact]
    public async Task Metrics_HostileAgent_FindsNoWayIntoALabel()
    {
        await using var server = await TestServer.StartAsync();
        const string Marker = "intruder";
        using var agent = await TestAgent.ConnectAsync(server.Client, Marker, Marker);
        await agent.RoundTripAsync(1, Samples.Series(Marker + " \"\n"), Samples.Series(Marker));
        await agent.SendAsync(new AgentMessage { Event = new AgentEvent { Type = $"{Marker}.created", Subject = Marker, Message = Marker } });
        await agent.SendAsync(new AgentMessage { ModelCall = new ModelCall { Model = Marker, Provider = Marker, Error = Marker } });
        await agent.SendAsync(new AgentMessage { Heartbeat = new Heartbeat() });
        await agent.ReadAsync();
        await server.GetAsync($"/{Marker}");
        await server.GetAsync($"/api/v1/{Marker}");

        (await (await server.GetAsync("/metrics")).Content.ReadAsStringAsync()).ShouldNotContain(Marker);
    }

    // Returns the names of the families as the text format has them.
    private static HashSet<string> CheckGrammar(string text, bool isOpenMetrics)
    {
        text.ShouldEndWith(isOpenMetrics ? "\n# EOF\n" : "\n");
        var (family, type) = ("", "");
        var (families, series) = (new HashSet<string>(), new HashSet<string>());
        double lastBucket = 0;
        var lines = text.Split('\n')[..^1];
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] == "# EOF")
            {
                i.ShouldBe(lines.Length - 1);
            }
            else if (Head().Match(lines[i]) is { Success: true } head)
            {
                (family, type) = (head.Groups[1].Value, Type().Match(lines[++i]).Groups[2].Value);
                Type().Match(lines[i]).Groups[1].Value.ShouldBe(family);
                families.Add(family).ShouldBeTrue(family);
                (type == "counter" && isOpenMetrics).ShouldBe(isOpenMetrics && type == "counter" && !family.EndsWith("_total", StringComparison.Ordinal));
            }
            else
            {
                var sample = Sample().Match(lines[i]);
                sample.Success.ShouldBeTrue(lines[i]);
                var name = sample.Groups[1].Value;
                series.Add(name + sample.Groups[2].Value).ShouldBeTrue(lines[i]);
                string[] suffixes = type == "histogram" ? ["_bucket", "_sum", "_count"] : type == "counter" && isOpenMetrics ? ["_total"] : [""];
                suffixes.Select(s => family + s).ShouldContain(name);
                var value = double.Parse(sample.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture);
                if (name.EndsWith("_bucket", StringComparison.Ordinal))
                {
                    (value >= lastBucket || lines[i - 1].Contains("+Inf", StringComparison.Ordinal) || !lines[i - 1].Contains("_bucket", StringComparison.Ordinal)).ShouldBeTrue(lines[i]);
                    lastBucket = value;
                }
                else if (type == "histogram" && name.EndsWith("_count", StringComparison.Ordinal))
                {
                    value.ShouldBe(lastBucket);
                }
            }
        }

        return families;
    }

    [GeneratedRegex(@"^# HELP ([a-zA-Z_][a-zA-Z0-9_]*) \S")]
    private static partial Regex Head();

    [GeneratedRegex(@"^# TYPE ([a-zA-Z_][a-zA-Z0-9_]*) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex("""^([a-zA-Z_][a-zA-Z0-9_]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*")*\})? (\S+)$""")]
    private static partial Regex Sample();
}

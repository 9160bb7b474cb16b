using System.Text.Json;
using System.Text.RegularExpressions;
using CleanLite.Api.Operations.Exposition;
using CleanLite.Api.Tests.Operations.Exposition;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Operations.Docs;

/// <summary>The dashboard and the alerts name metrics that there are, in expressions that Prometheus reads.</summary>
public sealed partial class DashboardTests
{
    private static readonly string Folder = Path.Combine(OperationsPaper.Root, "docs", "operations");

    [Fact]
    public async Task Alerts_AreSixRulesThatPromtoolTakes()
    {
        var (code, said) = await Promtool.RunAsync("", "check", "rules", Path.Combine(Folder, "alerts.yml"));
        code.ShouldBe(0, said);
        said.ShouldContain("SUCCESS: 6 rules found");
        await NamesAreKnownAsync(File.ReadAllText(Path.Combine(Folder, "alerts.yml")));
    }

    [Fact]
    public async Task Dashboard_Expressions_AreReadByPromtoolAndNameKnownMetrics()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "grafana.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        panels.Select(p => p.GetProperty("id").GetInt32()).ShouldBeUnique();
        var expressions = panels.SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!).ToList();
        expressions.Count.ShouldBeGreaterThan(15);

        // As recording rules, which promtool can check.
        var rules = string.Concat(expressions.Select((e, i) => $"      - record: x:{i}\n        expr: '{e.Replace("$__rate_interval", "1m", StringComparison.Ordinal)}'\n"));
        var (code, said) = await Promtool.RunAsync($"groups:\n  - name: dashboard\n    rules:\n{rules}", "check", "rules", "/dev/stdin");
        code.ShouldBe(0, said);
        await NamesAreKnownAsync(string.Join('\n', expressions));
    }

    private static async Task NamesAreKnownAsync(string text)
    {
        await using var server = await TestServer.StartAsync();
        var known = server.Services.GetRequiredService<MetricReadings>().Shapes.SelectMany(s => s.Type switch
        {
            MetricType.Counter => [s.Name + "_total"],
            MetricType.Histogram => [s.Name + "_bucket", s.Name + "_sum", s.Name + "_count"],
            _ => new[] { s.Name },
        });
        MetricName().Matches(text).Select(m => m.Value).Distinct().Except(known).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\b(?:cleanlite|process|dotnet|kestrel|http_server)_[a-z0-9_]+")]
    private static partial Regex MetricName();
}

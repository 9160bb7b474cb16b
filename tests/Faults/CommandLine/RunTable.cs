using System.Globalization;
using System.Text;
using CleanLite.Faults.Runs;
using CleanLite.Load.Measure;

namespace CleanLite.Faults.CommandLine;

/// <summary>Tells of each run as it ends, and of all of them in a table.</summary>
internal sealed class RunTable
{
    private readonly List<RunResult> _results = [];

    public int Violations => _results.Sum(r => r.Verdict.ViolationCount);

    public void Add(RunResult result)
    {
        lock (_results) _results.Add(result);
        var (verdict, text) = (result.Verdict, new StringBuilder());
        text.Append(CultureInfo.InvariantCulture, $"{result.Fault,-4} seed {result.Seed,-4} {result.Seconds,5:0.0} s  {verdict.Batches,5} batches, {verdict.Acked,5} acked, ")
            .Append(CultureInfo.InvariantCulture, $"{verdict.PointsSeen,6} points seen, {verdict.Resumed,3} resumed, {verdict.ViolationCount} violations");
        foreach (var violation in verdict.Violations) text.AppendLine().Append(CultureInfo.InvariantCulture, $"     {violation.Kind}: {violation.Detail}");
        if (result.Kept is not null) text.AppendLine().Append(CultureInfo.InvariantCulture, $"     {result.Kept}");
        Console.WriteLine(text);
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder("| fault | runs | batches | acked | points seen | merged | resumed | actions | violations |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var fault in _results.GroupBy(r => r.Fault).OrderBy(g => g.Key.Length).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            var verdicts = fault.Select(r => r.Verdict).ToList();
            text.Append(CultureInfo.InvariantCulture, $"| {fault.Key} | {verdicts.Count} | {verdicts.Sum(v => v.Batches)} | {verdicts.Sum(v => v.Acked)} | {verdicts.Sum(v => v.PointsSeen)} ")
                .AppendLine(CultureInfo.InvariantCulture, $"| {verdicts.Sum(v => v.MergedPoints)} | {verdicts.Sum(v => v.Resumed)} | {verdicts.Sum(v => v.Actions)} | {verdicts.Sum(v => v.ViolationCount)} |");
        }

        text.Append("\n| fault | figure | limit | median | worst |\n|---|---|---|---|---|\n");
        foreach (var figure in _results.SelectMany(r => r.Verdict.Measured.Select(m => (r.Fault, Figure: m))).GroupBy(f => (f.Fault, f.Figure.What, f.Figure.Unit, f.Figure.AtMost)))
        {
            var (fault, what, unit, atMost) = figure.Key;
            var values = figure.Select(f => f.Figure.Value).ToList();
            text.AppendLine(CultureInfo.InvariantCulture, $"| {fault} | {what} | {(atMost is null ? "" : $"{atMost} {unit}")} | {Median.Of(values):0.##} {unit} | {values.Max():0.##} {unit} |");
        }

        return text.ToString();
    }
}

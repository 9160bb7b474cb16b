using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CleanLite.Load.Measure;

/// <summary>Everything that a run found, to be printed as a table or as JSON.</summary>
internal sealed class Report(string title)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly List<Row> _rows = [];

    public string Title { get; } = title;

    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>What no run may have, such as an error in a server's log.</summary>
    public IReadOnlyList<string> Faults { get; set; } = [];

    /// <summary>The version of the server that was measured.</summary>
    public string Server { get; set; } = "none started";

    /// <summary>False if a pass mark was missed or there were faults.</summary>
    public bool Passed => Faults.Count == 0 && _rows.TrueForAll(r => !r.Cells.Any(c => c.Value is false));

    public void Add(Row row) => _rows.Add(row);

    /// <summary>A Markdown table for each run of rows that have the same columns, and the faults.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        var columns = Array.Empty<string>();
        foreach (var row in _rows)
        {
            string[] own = [.. row.Cells.Select(c => c.Key)];
            if (!own.SequenceEqual(columns))
            {
                columns = own;
                text.AppendLine().Append("| ").AppendJoin(" | ", columns).AppendLine(" |");
                text.Append('|').AppendJoin('|', columns.Select(_ => "---")).AppendLine("|");
            }

            text.Append("| ").AppendJoin(" | ", row.Cells.Select(c => Format(c.Value))).AppendLine(" |");
        }

        if (Faults.Count > 0) text.AppendLine().AppendLine("**Faults**");
        foreach (var fault in Faults) text.AppendLine($"- {fault}");
        return text.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new { title = Title, machine = Machine.Describe(), server = Server, passed = Passed, faults = Faults, rows = _rows.Select(r => new Dictionary<string, object>(r.Cells)) },
        Indented);

    private static string Format(object value) => value switch
    {
        double figure => Format(figure),
        bool verdict => verdict ? "ok" : "**MISSED**",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Format(double figure) => Math.Abs(figure) switch
    {
        double.NaN => "-",
        >= 1e6 => (figure / 1e6).ToString("0.00 M", CultureInfo.InvariantCulture),
        >= 1e4 => figure.ToString("#,##0", CultureInfo.InvariantCulture),
        >= 100 => figure.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => figure.ToString("0.0", CultureInfo.InvariantCulture),
        _ => figure.ToString("0.00", CultureInfo.InvariantCulture),
    };
}

using System.Globalization;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Scenarios;

/// <summary>The pass marks of one scenario, each a row of the report.</summary>
internal sealed class Marks(Report report, string scenario)
{
    public void AtMost(string what, double found, double limit, string unit = "") => Add(what, found, $"<= {Text(limit)} {unit}", found <= limit);

    public void AtLeast(string what, double found, double limit, string unit = "") => Add(what, found, $">= {Text(limit)} {unit}", found >= limit);

    public void None(string what, double found) => Add(what, found, "0", found == 0);

    public void Holds(string what, bool holds, string detail = "") => report.Add(RowOf(what, detail, "holds").Add("verdict", holds));

    /// <summary>A figure to know that has no mark.</summary>
    public void Note(string what, double found, string unit = "") => report.Add(RowOf(what, found, unit).Add("verdict", ""));

    private static string Text(double limit) => limit.ToString("#,##0.###", CultureInfo.InvariantCulture);

    private void Add(string what, double found, string wanted, bool verdict) => report.Add(RowOf(what, found, wanted.Trim()).Add("verdict", verdict));

    private Row RowOf(string what, object found, string wanted) =>
        new Row().Add("scenario", scenario).Add("mark", what).Add("found", found).Add("wanted", wanted);
}

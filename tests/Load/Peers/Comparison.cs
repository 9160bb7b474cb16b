using CleanLite.Load.Measure;

namespace CleanLite.Load.Peers;

/// <summary>A table in which CleanLite and its peers stand under the same heads, with CleanLite's figure over the peer's behind that figure.</summary>
/// <param name="figure">The column that is compared.</param>
/// <param name="columns">All columns, it among them.</param>
internal sealed class Comparison(string figure, params string[] columns)
{
    private static readonly string[] Circumstances = ["faults", "others' cores", "load average"];

    /// <summary>A row; <paramref name="cleanLite"/> is what CleanLite did under the same load.</summary>
    public Row Of(string server, Row found, Row cleanLite)
    {
        var row = new Row().Add("server", server);
        foreach (var column in columns.Concat(Circumstances))
        {
            row.Add(column, found[column]);
            if (column == figure) row.Add("CleanLite / peer", ReferenceEquals(found, cleanLite) ? double.NaN : (double)cleanLite[figure] / (double)found[figure]);
        }

        return row;
    }
}

namespace CleanLite.Load.Measure;

/// <summary>One line of the result: named figures in order. A double is a figure, a string a word, a bool a verdict.</summary>
internal sealed class Row
{
    private readonly List<KeyValuePair<string, object>> _cells = [];

    public IReadOnlyList<KeyValuePair<string, object>> Cells => _cells;

    /// <summary>What stands in a column.</summary>
    public object this[string column] => _cells.First(c => c.Key == column).Value;

    public Row Add(string column, object value)
    {
        _cells.Add(new KeyValuePair<string, object>(column, value));
        return this;
    }

    /// <summary>The figure of a column.</summary>
    public double Figure(string column) => (double)this[column];

    /// <summary>Holds the cells so far against <paramref name="goals"/>, and adds those with a limit as <c>mark</c> and whether all are met.</summary>
    public Row Judge(params IEnumerable<Goal> goals)
    {
        Goal[] all = [.. goals];
        Goal[] missed = [.. all.Where(g => !g.IsMetBy(this[g.Column]))];
        Add("mark", string.Join("; ", all.Where(g => g.Limit != 0 || missed.Contains(g)).Select(g => missed.Contains(g) ? $"**{g}**" : g.ToString())));
        return Add("verdict", missed.Length == 0);
    }
}

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
}

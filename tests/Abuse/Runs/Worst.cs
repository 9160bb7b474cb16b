using System.Globalization;

namespace CleanLite.Abuse.Runs;

/// <summary>Figures of a category that must stay below a mark: the highest of each is kept. Thread-safe.</summary>
internal sealed class Worst
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, (double Value, double Mark, string Unit)> _figures = [];

    /// <summary>All of them as text.</summary>
    public IReadOnlyList<string> Lines => Tell(_ => true);

    /// <summary>Those that are past their mark.</summary>
    public IReadOnlyList<string> Misses => Tell(f => f.Value > f.Mark);

    public void Add(string name, double value, double mark, string unit)
    {
        lock (_sync)
        {
            if (!_figures.TryGetValue(name, out var known) || value > known.Value) _figures[name] = (value, mark, unit);
        }
    }

    private List<string> Tell(Func<(double Value, double Mark, string Unit), bool> wanted)
    {
        lock (_sync) return [.. _figures.Where(f => wanted(f.Value)).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key}: {f.Value.Value:0.##} {f.Value.Unit}, allowed {f.Value.Mark:0.##}"))];
    }
}

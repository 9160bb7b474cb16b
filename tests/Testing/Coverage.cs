namespace CleanLite.Testing;

/// <summary>Counts what the cases of a property were, so that one whose generator hardly meets its subject fails instead of holding for nothing.</summary>
public sealed class Coverage
{
    // With fewer cases the shares say nothing: a replayed seed, or a property that is dear.
    private const int Enough = 500;

    private readonly Dictionary<string, (int Hits, int Cases, double Least)> _kinds = [];

    /// <summary>Notes whether a case is of <paramref name="kind"/>; at least <paramref name="least"/> percent are to be, and as many are not to be.</summary>
    public bool Note(string kind, bool isSo, double least = 20)
    {
        var (hits, cases, _) = _kinds.GetValueOrDefault(kind);
        _kinds[kind] = (hits + (isSo ? 1 : 0), cases + 1, least);
        return isSo;
    }

    internal void Judge()
    {
        foreach (var (kind, (hits, cases, least)) in _kinds)
        {
            var share = 100.0 * hits / cases;
            if (cases >= Enough && (share < least || share > 100 - least))
                throw new InvalidOperationException($"{hits} of {cases} cases are '{kind}'; at least {least} % are to be, and as many not.");
        }
    }
}

namespace CleanLite.Testing;

/// <summary>Counts what the cases of a property were, so that one whose generator hardly meets its subject fails instead of holding for nothing.</summary>
public sealed class Coverage
{
    // With fewer cases the shares say nothing: a replayed seed, or a property that is dear.
    private const int Enough = 500;

    private readonly Dictionary<string, (int Hits, int Cases, double Least, double Most)> _kinds = [];

    /// <summary>Notes whether a case is of <paramref name="kind"/>; so many percent are to be.</summary>
    public bool Note(string kind, bool isSo, double least = 20, double most = 80)
    {
        var (hits, cases, _, _) = _kinds.GetValueOrDefault(kind);
        _kinds[kind] = (hits + (isSo ? 1 : 0), cases + 1, least, most);
        return isSo;
    }

    internal void Judge()
    {
        foreach (var (kind, (hits, cases, least, most)) in _kinds)
        {
            var share = 100.0 * hits / cases;
            if (cases >= Enough && (share < least || share > most))
                throw new InvalidOperationException($"{hits} of {cases} cases are '{kind}'; {least} to {most} % are to be.");
        }
    }
}

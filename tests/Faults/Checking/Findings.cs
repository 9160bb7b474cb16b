namespace CleanLite.Faults.Checking;

/// <summary>Collects violations: all are counted, the first of each kind are told.</summary>
internal sealed class Findings
{
    private const int ToldPerKind = 5;

    private readonly Dictionary<ViolationKind, int> _counts = [];

    /// <summary>How many there are.</summary>
    public int Count => _counts.Values.Sum();

    /// <summary>The first of each kind.</summary>
    public List<Violation> Told { get; } = [];

    public void Add(ViolationKind kind, string detail)
    {
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        if (_counts[kind] <= ToldPerKind) Told.Add(new Violation(kind, detail));
    }
}

using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Ingest;

/// <summary>Refusals by code.</summary>
internal sealed class CodeCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<ViolationCode>().Length];

    public void Add(ViolationCode code) => _counts[(int)code]++;

    /// <summary>The counts above 0.</summary>
    public Dictionary<ViolationCode, long> ToDictionary() => Enum.GetValues<ViolationCode>()
        .Where(c => _counts[(int)c] > 0)
        .ToDictionary(c => c, c => _counts[(int)c]);
}

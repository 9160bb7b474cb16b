namespace CleanLite.Api.Fleet;

/// <summary>What PUT of a configuration takes; hash and the like are ignored, so that what GET gave may be PUT.</summary>
internal sealed record ConfigBody
{
    public long ReportIntervalMs { get; init; }

    public IReadOnlyList<string?>? Collect { get; init; }

    public IReadOnlyDictionary<string, string?>? Settings { get; init; }
}

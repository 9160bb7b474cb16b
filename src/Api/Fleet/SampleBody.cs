namespace CleanLite.Api.Fleet;

/// <summary>What POST of a sample request takes.</summary>
internal sealed record SampleBody
{
    public string? RequestId { get; init; }

    public IReadOnlyList<string?>? Metrics { get; init; }

    public long Limit { get; init; }

    public long? ExpiresInMs { get; init; }
}

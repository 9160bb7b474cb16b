namespace CleanLite.Api.Fleet;

/// <summary>What POST of an action takes.</summary>
internal sealed record ActionBody
{
    public string? Name { get; init; }

    public IReadOnlyDictionary<string, string?>? Arguments { get; init; }

    public long? ExpiresInMs { get; init; }
}

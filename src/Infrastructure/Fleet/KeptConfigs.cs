namespace CleanLite.Infrastructure.Fleet;

/// <summary>The file of <see cref="FileConfigStore"/>.</summary>
internal sealed record KeptConfigs(IReadOnlyList<KeptConfig>? Configs);

namespace CleanLite.Api.Operations.Exposition;

/// <summary>All series of one metric.</summary>
internal sealed record MetricFamily(string Name, MetricType Type, string Help, IReadOnlyList<MetricSample> Samples);

namespace CleanLite.Domain.Ingest;

/// <summary>What is wrong with a set of labels.</summary>
/// <param name="Code">The code to refuse the series with.</param>
/// <param name="Detail">A sentence for a person: the value seen and what is allowed.</param>
public readonly record struct LabelFault(ViolationCode Code, string Detail);

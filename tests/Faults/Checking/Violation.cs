namespace CleanLite.Faults.Checking;

/// <summary>A promise that a history shows to be broken.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Detail">By what.</param>
internal sealed record Violation(ViolationKind Kind, string Detail);

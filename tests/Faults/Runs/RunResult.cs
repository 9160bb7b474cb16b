using CleanLite.Faults.Checking;

namespace CleanLite.Faults.Runs;

/// <summary>One run and what its history came to.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Kept">Where the history of a run with violations is; null for a good one.</param>
internal sealed record RunResult(string Fault, int Seed, double Seconds, Verdict Verdict, string? Kept);

using CleanLite.Abuse.Servers;

namespace CleanLite.Abuse.Runs;

/// <summary>The warm server in quiet, against which every category is judged.</summary>
/// <param name="Memory">What it holds.</param>
/// <param name="Delays">The neighbour's.</param>
internal readonly record struct Baseline(MemoryReading Memory, Delays Delays);

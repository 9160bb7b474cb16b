namespace CleanLite.Application;

/// <summary>One page of a list (live.md, section 8).</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Where the next page starts; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);

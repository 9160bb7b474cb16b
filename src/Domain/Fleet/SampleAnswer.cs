namespace CleanLite.Domain.Fleet;

/// <summary>What an agent answered to a sample request (agent.proto, <c>SampleResult</c>).</summary>
/// <param name="Series">The series.</param>
/// <param name="LeftOut">How many series came beyond these: over the cap, or against the rules.</param>
/// <param name="Error">Why it could not answer; empty: it could.</param>
public sealed record SampleAnswer(IReadOnlyList<SampledSeries> Series, int LeftOut, string Error);

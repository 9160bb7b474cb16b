namespace CleanLite.Api.Operations;

/// <summary>One call of a language model.</summary>
internal sealed record ModelCallView(
    long Timestamp,
    string Agent,
    string Provider,
    string Model,
    double LatencyMs,
    long InputTokens,
    long OutputTokens,
    double TokensPerSecond,
    string Error);

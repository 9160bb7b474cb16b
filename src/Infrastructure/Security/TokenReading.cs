namespace CleanLite.Infrastructure.Security;

/// <summary>The tokens that settings define.</summary>
/// <param name="Tokens">Those that are right.</param>
/// <param name="Faults">What is wrong with the others; each names key, value and what is allowed, and no token.</param>
internal sealed record TokenReading(IReadOnlyList<TokenDefinition> Tokens, IReadOnlyList<string> Faults);

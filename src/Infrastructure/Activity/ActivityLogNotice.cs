using CleanLite.Domain.Activity;

namespace CleanLite.Infrastructure.Activity;

/// <summary>Something that befell the log, to be told on channel <c>system</c>.</summary>
internal sealed record ActivityLogNotice(string Type, Severity Severity, string Message, IReadOnlyDictionary<string, string> Attributes);

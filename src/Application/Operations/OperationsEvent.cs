using CleanLite.Domain.Activity;

namespace CleanLite.Application.Operations;

/// <summary>Something that happened to the server itself.</summary>
/// <param name="AtUnixMs">When, Unix milliseconds.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Type">What it is, as words joined by dots: <c>agent.offline</c>.</param>
/// <param name="Subject">What it is about: an agent, a model, a logger; empty if nothing in particular.</param>
/// <param name="Message">A sentence for a person.</param>
public sealed record OperationsEvent(long AtUnixMs, Severity Level, string Type, string Subject, string Message);

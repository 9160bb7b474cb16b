using CleanLite.Domain.Activity;

namespace CleanLite.Api.Operations;

/// <summary>One operations event.</summary>
internal sealed record SystemEventView(string Time, Severity Level, string Type, string Subject, string Message);

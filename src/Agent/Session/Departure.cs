namespace CleanLite.Agent.Session;

/// <summary>A link that is being left, and how patiently.</summary>
/// <param name="Since">Timestamp of the decision.</param>
/// <param name="Within">It is left by then, whatever waits.</param>
/// <param name="Flush">This agent leaves and sends what it has; else the server asked, and only answers are awaited.</param>
internal sealed record Departure(long Since, TimeSpan Within, bool Flush);

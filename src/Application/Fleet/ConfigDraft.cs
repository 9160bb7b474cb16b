namespace CleanLite.Application.Fleet;

/// <summary>A configuration as it came, unchecked.</summary>
/// <param name="ReportIntervalMs">Milliseconds between reports; 0: as the agent was started.</param>
/// <param name="Collect">Groups of metrics; empty: as the agent was started.</param>
/// <param name="Settings">Further settings.</param>
public sealed record ConfigDraft(
    long ReportIntervalMs, IReadOnlyCollection<string> Collect, IReadOnlyCollection<KeyValuePair<string, string>> Settings);

namespace CleanLite.Api.Ingest;

/// <summary>Refusals, newest first, and how many there were by code.</summary>
internal sealed record RejectListView(IReadOnlyList<RejectView> Items, IReadOnlyDictionary<string, long> Counts);

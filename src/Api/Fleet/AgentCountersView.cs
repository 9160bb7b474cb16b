namespace CleanLite.Api.Fleet;

/// <summary>What an agent has been answered in all; received = accepted + duplicate + late + rejected.</summary>
internal sealed record AgentCountersView(long Batches, long Received, long Accepted, long Duplicate, long Late, long Rejected);

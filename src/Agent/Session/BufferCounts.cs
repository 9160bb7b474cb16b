namespace CleanLite.Agent.Session;

/// <summary>Points of a session. Produced = Acknowledged + Shed + Buffered.</summary>
internal readonly record struct BufferCounts(long Produced, long Acknowledged, long Shed, long Buffered);

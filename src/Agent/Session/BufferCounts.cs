namespace CleanLite.Agent.Session;

/// <summary>Points of a session. Produced = Acknowledged + Shed + Buffered.</summary>
/// <param name="Produced">All that were reported.</param>
/// <param name="Acknowledged">Those that the server has answered.</param>
/// <param name="Shed">Those that were dropped here.</param>
/// <param name="Buffered">Those that wait.</param>
/// <param name="Apart">Of the acknowledged ones, those that went as single calls: the server does not count them to the session.</param>
internal readonly record struct BufferCounts(long Produced, long Acknowledged, long Shed, long Buffered, long Apart = 0);

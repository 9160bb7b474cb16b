namespace CleanLite.Application.Operations;

/// <summary>Something in flight: an agent's stream, a single call, or a request that an agent reported.</summary>
/// <param name="Id">Names it: given by the server, or by the agent that reported it.</param>
/// <param name="Session">The session it belongs to; empty if none.</param>
/// <param name="Channel">The way it came: a gRPC method, an HTTP route, or what the agent says.</param>
/// <param name="Agent">Whose it is; empty while unknown.</param>
/// <param name="StartedUnixMs">When it began, Unix milliseconds.</param>
/// <param name="Duration">For how long it has been in flight, by the server's monotonic clock.</param>
public sealed record ActiveRequest(string Id, string Session, string Channel, string Agent, long StartedUnixMs, TimeSpan Duration);

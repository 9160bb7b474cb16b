namespace CleanLite.Api.Fleet;

/// <summary>What an agent's WebSocket may do.</summary>
/// <param name="MaxFirstBytes">The longest first message, in bytes: the sum of its fragments.</param>
/// <param name="MaxBytes">The longest of the others.</param>
/// <param name="SendTimeout">How long one message may take to leave.</param>
internal readonly record struct WebSocketLimits(int MaxFirstBytes, int MaxBytes, TimeSpan SendTimeout);

namespace CleanLite.Abuse.Runs;

/// <summary>How a case ended.</summary>
/// <param name="Kind">The class: "grpc Internal", "http 415", "rst ProtocolError", "goaway ProtocolError", "close 1002", "error malformed", "alive", "hang".</param>
/// <param name="Text">What the server said, to look for what it should not say.</param>
internal readonly record struct Outcome(string Kind, string Text = "");

namespace CleanLite.Application.Live;

/// <summary>How a viewer's connection came to its end.</summary>
/// <param name="Ending">Why.</param>
/// <param name="Clean">True if both sides said goodbye; otherwise what remains of the connection is to be cut.</param>
public sealed record LiveOutcome(LiveEnding Ending, bool Clean);

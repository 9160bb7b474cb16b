namespace CleanLite.Api.Live;

/// <summary>The body of <c>POST /api/v1/paint-delays</c>.</summary>
/// <param name="DelaysMs">From the server's receipt to the screen, in milliseconds, a sample each.</param>
internal sealed record PaintDelaysBody(IReadOnlyList<double>? DelaysMs);

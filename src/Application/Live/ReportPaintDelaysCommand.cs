using MediatR;

namespace CleanLite.Application.Live;

/// <summary>
/// A dashboard says how long points took from the server's receipt to its screen; a sample of them. Answered with what is wrong with it, a sentence each that
/// names the value and what is allowed; empty: taken.
/// </summary>
/// <param name="DelaysMs">The samples, in milliseconds.</param>
public sealed record ReportPaintDelaysCommand(IReadOnlyList<double> DelaysMs) : IRequest<IReadOnlyList<string>>;

using CleanLite.Domain.Fleet;

namespace CleanLite.Api.Fleet;

/// <summary>An agent's answer to a sample request, as JSON shows it.</summary>
/// <param name="Series">The series.</param>
/// <param name="LeftOut">How many series came beyond these.</param>
/// <param name="Error">Why the agent could not answer; empty: it could.</param>
internal sealed record SampleView(IReadOnlyList<SampleSeriesView> Series, int LeftOut, string Error)
{
    public static SampleView Of(SampleAnswer answer) => new([.. answer.Series.Select(SampleSeriesView.Of)], answer.LeftOut, answer.Error);
}

namespace CleanLite.Domain.Ingest;

/// <summary>What a door read of a series, unchecked.</summary>
/// <param name="Metric">The metric's name as it came.</param>
/// <param name="Labels">The labels as they came; a name that comes twice has been folded by the door as its wire format says.</param>
/// <param name="Unit">The unit as it came.</param>
/// <param name="Kind">The kind as it came; unknown numbers are <see cref="MetricKind.Unspecified"/>.</param>
/// <param name="HasInvalidText">True if some text was not valid UTF-8.</param>
public sealed record SeriesDraft(string Metric, Label[] Labels, string Unit, MetricKind Kind, bool HasInvalidText = false)
{
    /// <summary>Checks the draft: a definition, or the violation to refuse the series at <paramref name="index"/> with.</summary>
    public Violation? TryDefine(int index, LabelLimits limits, out SeriesDefinition? definition)
    {
        definition = null;
        if (HasInvalidText) return Refuse(ViolationCode.BadText, "The series holds text that is not valid UTF-8.");
        if (!MetricName.TryParse(Metric, out var name, out var fault))
            return Refuse(Text.IsUnfit(Metric) ? ViolationCode.BadText : ViolationCode.BadMetricName, fault);
        if (Unit.Length > SeriesDefinition.MaxUnitLength || Text.IsUnfit(Unit))
        {
            return Refuse(
                ViolationCode.BadText,
                $"The unit '{Text.Excerpt(Unit)}' ({Unit.Length} characters) is not allowed; plain text of at most {SeriesDefinition.MaxUnitLength} characters is.");
        }

        if (LabelSet.TryCreate(Labels, limits, out var labels) is { } wrong) return Refuse(wrong.Code, wrong.Detail);

        definition = new SeriesDefinition(name, labels, Unit, Kind);
        return null;

        Violation Refuse(ViolationCode code, string detail) => new(code, index, Text.Excerpt(Metric), detail);
    }
}

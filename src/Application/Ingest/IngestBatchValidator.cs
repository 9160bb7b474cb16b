using CleanLite.Domain.Ingest;
using FluentValidation;
using FluentValidation.Results;

namespace CleanLite.Application.Ingest;

/// <summary>
/// The rules over a batch. One custom rule walks the columns once, so that a valid point allocates nothing; each failure carries its
/// <see cref="Violation"/> as custom state. A series with a refusal already noted (its description did not pass) is reported as that.
/// </summary>
public sealed class IngestBatchValidator : AbstractValidator<BatchColumns>
{
    private readonly IngestOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Makes the rules of <paramref name="options"/>, against the clock <paramref name="time"/>.</summary>
    public IngestBatchValidator(IngestOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        RuleLevelCascadeMode = ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(batch => batch).Custom(CheckSize);
        RuleFor(batch => batch).Custom(CheckSeries);
    }

    /// <summary>The violation that a failure stands for.</summary>
    public static Violation ViolationOf(ValidationFailure failure) => (Violation)failure.CustomState;

    private static void Fail(ValidationContext<BatchColumns> context, Violation violation) =>
        context.AddFailure(new ValidationFailure(violation.Metric, violation.Detail)
        {
            ErrorCode = violation.Code.ToString(),
            CustomState = violation,
        });

    private void CheckSize(BatchColumns batch, ValidationContext<BatchColumns> context)
    {
        var series = batch.SeriesCount;
        var points = batch.Points;
        if (series == 0)
            Refuse(ViolationCode.EmptyBatch, "The batch has no series; it takes at least 1.");
        else if (series > _options.MaxSeriesPerBatch)
            Refuse(ViolationCode.TooManySeries, $"The batch has {series} series; at most {_options.MaxSeriesPerBatch} are allowed.");
        else if (points > _options.MaxPointsPerBatch)
            Refuse(ViolationCode.TooManyPoints, $"The batch has {points} points; at most {_options.MaxPointsPerBatch} are allowed.");

        void Refuse(ViolationCode code, string detail) => Fail(context, new Violation(code, -1, "", detail));
    }

    private void CheckSeries(BatchColumns batch, ValidationContext<BatchColumns> context)
    {
        var now = _time.GetUtcNow();
        var rules = new PointRules((now - _options.MaxAge).ToUnixTimeMilliseconds(), (now + _options.MaxFuture).ToUnixTimeMilliseconds());
        var series = batch.Series;
        for (var i = 0; i < series.Length; i++)
        {
            ref readonly var column = ref series[i];
            var violation = column.Refusal ?? rules.Check(batch, column, i);
            if (violation is not null) Fail(context, violation);
        }
    }
}

using FluentValidation;

namespace CleanLite.Application.Live;

/// <summary>The rules for <see cref="ReportPaintDelaysCommand"/>.</summary>
public sealed class ReportPaintDelaysValidator : AbstractValidator<ReportPaintDelaysCommand>
{
    /// <summary>Most samples in one report.</summary>
    public const int MaxSamples = 100;

    /// <summary>The longest delay, in milliseconds: a minute.</summary>
    public const double MaxDelayMs = 60_000;

    /// <summary>Makes the rules.</summary>
    public ReportPaintDelaysValidator()
    {
        RuleFor(c => c.DelaysMs.Count).InclusiveBetween(1, MaxSamples).WithMessage(c => $"delaysMs has {c.DelaysMs.Count} samples; 1 to {MaxSamples} are allowed.");
        RuleFor(c => c.DelaysMs).Custom(CheckDelays);
    }

    private static void CheckDelays(IReadOnlyList<double> delays, ValidationContext<ReportPaintDelaysCommand> context)
    {
        var wrong = delays.Select((delay, index) => (delay, index)).FirstOrDefault(d => d.delay is not (>= 0 and <= MaxDelayMs), (0, -1));
        if (wrong.index < 0) return;
        context.AddFailure("delaysMs", FormattableString.Invariant($"delaysMs[{wrong.index}] is {wrong.delay}; 0 to {MaxDelayMs} are allowed."));
    }
}

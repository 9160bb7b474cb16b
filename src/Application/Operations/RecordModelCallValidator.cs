using CleanLite.Domain;
using FluentValidation;

namespace CleanLite.Application.Operations;

/// <summary>The rules of a reported model call.</summary>
public sealed class RecordModelCallValidator : AbstractValidator<RecordModelCallCommand>
{
    /// <summary>Longest name of a provider or a model, in characters.</summary>
    public const int MaxNameLength = 128;

    /// <summary>Longest error text, in characters.</summary>
    public const int MaxErrorLength = 1_024;

    /// <summary>Longest call, in milliseconds: a day.</summary>
    public const double MaxLatencyMs = 86_400_000;

    /// <summary>Latest time that can be written as a date: the end of the year 9999, Unix milliseconds.</summary>
    public const long MaxTimeUnixMs = 253_402_300_799_999;

    /// <summary>Makes the rules.</summary>
    public RecordModelCallValidator()
    {
        RuleLevelCascadeMode = ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(c => c.Model).NotEmpty().WithMessage($"The model is empty; it takes 1 to {MaxNameLength} characters.");
        RuleFor(c => c.Model).Must(m => IsPlain(m, MaxNameLength)).WithMessage(c => Unfit("model", c.Model, MaxNameLength));
        RuleFor(c => c.Provider).Must(p => IsPlain(p, MaxNameLength)).WithMessage(c => Unfit("provider", c.Provider, MaxNameLength));
        RuleFor(c => c.Error).Must(e => IsPlain(e, MaxErrorLength)).WithMessage(c => Unfit("error", c.Error, MaxErrorLength));
        RuleFor(c => c.LatencyMs).Must(l => l is >= 0 and <= MaxLatencyMs)
            .WithMessage(c => FormattableString.Invariant($"The latency is {c.LatencyMs} ms; 0 to {MaxLatencyMs} are allowed."));
        RuleFor(c => c.TimeUnixMs).Must(t => t is >= 0 and <= MaxTimeUnixMs)
            .WithMessage(c => FormattableString.Invariant($"The time is {c.TimeUnixMs}; Unix milliseconds from 0 to {MaxTimeUnixMs} are allowed."));
    }

    private static bool IsPlain(string text, int maxLength) => text.Length <= maxLength && !Text.IsUnfit(text);

    private static string Unfit(string field, string text, int maxLength) =>
        $"The {field} '{Text.Excerpt(text)}' ({text.Length} characters) is not allowed; it takes up to {maxLength} characters of plain text.";
}

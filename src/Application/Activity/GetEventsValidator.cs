using CleanLite.Domain;
using FluentValidation;
using FluentValidation.Results;

namespace CleanLite.Application.Activity;

/// <summary>The rules for a query of the log: all that is broken is told; the error code of each failure is the parameter as clients write it.</summary>
public sealed class GetEventsValidator : AbstractValidator<GetEventsQuery>
{
    private const string Time = "an RFC 3339 time with its zone, such as 2026-11-20T10:30:00Z, or Unix milliseconds";

    /// <summary>Makes the rules.</summary>
    public GetEventsValidator()
    {
        RuleForEach(q => q.Channels).Must(EventQueryText.Channels.Contains).WithErrorCode("channel")
            .WithMessage((_, text) => Fault("channel", text, string.Join(", ", EventQueryText.Channels)));
        RuleForEach(q => q.Severities).Must(text => EventQueryText.TrySeverity(text, out _)).WithErrorCode("severity")
            .WithMessage((_, text) => Fault("severity", text, "info, warn, error"));
        RuleFor(q => q.Types).Custom((texts, context) => CheckPatterns("type", texts, context));
        RuleFor(q => q.Agents).Custom((texts, context) => CheckPatterns("agent", texts, context));
        RuleFor(q => q.Subjects).Custom((texts, context) => CheckPatterns("subject", texts, context));
        RuleFor(q => q.From).Must(text => EventQueryText.TryTime(text, 0, out _)).WithErrorCode("from").WithMessage(q => Fault("from", q.From!, Time));
        RuleFor(q => q.To).Must(text => EventQueryText.TryTime(text, 0, out _)).WithErrorCode("to").WithMessage(q => Fault("to", q.To!, Time));
        RuleFor(q => q.Limit).Must(text => EventQueryText.TryLimit(text, out _)).WithErrorCode("limit")
            .WithMessage(q => Fault("limit", q.Limit!, $"a whole number from 1 to {EventQueryText.MaxLimit}"));
        RuleFor(q => q.After).Must(text => string.IsNullOrEmpty(text) || EventCursor.TryParse(text, out _)).WithErrorCode("after")
            .WithMessage(q => Fault("after", q.After!, "the 'next' value of an earlier page"));
        RuleFor(q => q.AfterOffset).Must(text => EventQueryText.TryOffset(text, out _)).WithErrorCode("afterOffset")
            .WithMessage(q => Fault("afterOffset", q.AfterOffset!, "the offset of an event: a whole number from 0"));
        RuleFor(q => q.AfterOffset).Must((q, text) => string.IsNullOrEmpty(text) || string.IsNullOrEmpty(q.After)).WithErrorCode("afterOffset")
            .WithMessage(q => Fault("afterOffset", q.AfterOffset!, "nothing beside 'after': one of the two says where the page begins"));
    }

    private static string Fault(string parameter, string value, string allowed) =>
        $"The parameter '{parameter}' is '{Text.Excerpt(value)}'; allowed: {allowed}.";

    private static void CheckPatterns(string parameter, IReadOnlyList<string> texts, ValidationContext<GetEventsQuery> context)
    {
        if (!EventQueryText.TryPatterns(texts, out _, out var fault))
            context.AddFailure(new ValidationFailure(parameter, $"The parameter '{parameter}' is not allowed: {fault}") { ErrorCode = parameter });
    }
}

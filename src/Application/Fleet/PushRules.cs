using CleanLite.Domain.Fleet;
using FluentValidation;
using FluentValidation.Results;
using Plain = CleanLite.Domain.Text;

namespace CleanLite.Application.Fleet;

/// <summary>The rules that several commands which push have in common. Each failure names the field, the value and what is allowed.</summary>
internal static class PushRules
{
    public const long MinLifeMs = 1_000;
    public const long MaxLifeMs = 7 * 86_400_000L;
    public const int MaxReasonLength = 255;

    public static void CheckLife<T>(long? expiresInMs, ValidationContext<T> context)
    {
        if (expiresInMs is < MinLifeMs or > MaxLifeMs)
            context.AddFailure("expiresInMs", $"expiresInMs is {expiresInMs}; {MinLifeMs} to {MaxLifeMs} are allowed.");
    }

    public static void CheckReason<T>(string reason, ValidationContext<T> context) => CheckText(reason, "reason", MaxReasonLength, context);

    public static void CheckConfig<T>(ConfigDraft draft, ValidationContext<T> context)
    {
        AgentConfig.TryCreate(draft.ReportIntervalMs, draft.Collect, draft.Settings, out var faults);
        foreach (var fault in faults) context.AddFailure("config", fault);
    }

    public static void CheckText<T>(string text, string field, int maxLength, ValidationContext<T> context)
    {
        if (text.Length > maxLength || Plain.IsUnfit(text))
            context.AddFailure(field, $"{field} is '{Plain.Excerpt(text)}' ({text.Length} characters); plain text of at most {maxLength} characters is allowed.");
    }

    public static IReadOnlyList<string> Faults(this ValidationResult verdict) => verdict.Errors.ConvertAll(e => e.ErrorMessage);

    public static TimeSpan LifeOf(long? expiresInMs, FleetOptions fleet) =>
        expiresInMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : fleet.PushTimeToLive;

    public static AgentConfig ConfigOf(ConfigDraft draft) => AgentConfig.TryCreate(draft.ReportIntervalMs, draft.Collect, draft.Settings, out var faults)
        ?? throw new ArgumentException(string.Join(' ', faults), nameof(draft));
}

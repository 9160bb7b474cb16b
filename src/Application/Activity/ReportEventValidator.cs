using System.Text;
using CleanLite.Domain.Activity;
using FluentValidation;
using FluentValidation.Results;
using Plain = CleanLite.Domain.Text;

namespace CleanLite.Application.Activity;

/// <summary>
/// The rules for an event of an agent. The first that is broken is reported, with its <see cref="EventRefusal"/> as custom state. Control
/// characters are refused everywhere, but for line feeds and tabs in the message, which people write there.
/// </summary>
public sealed class ReportEventValidator : AbstractValidator<EventDraft>
{
    /// <summary>Makes the rules.</summary>
    public ReportEventValidator()
    {
        ClassLevelCascadeMode = RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(e => e).Custom(CheckEncoding);
        RuleFor(e => e.Type).Custom(CheckType);
        RuleFor(e => e.Id).Custom((id, c) => CheckText(c, "id", id, EventLimits.MaxIdLength));
        RuleFor(e => e.Subject).Custom((subject, c) => CheckText(c, "subject", subject, EventLimits.MaxSubjectLength));
        RuleFor(e => e.Message).Custom(CheckMessage);
        RuleFor(e => e.Attributes).Custom(CheckAttributes);
    }

    /// <summary>The code that a failure stands for.</summary>
    public static EventRefusal CodeOf(ValidationFailure failure) => (EventRefusal)failure.CustomState;

    private static void CheckEncoding(EventDraft draft, ValidationContext<EventDraft> context)
    {
        if (draft.HasInvalidText) Fail(context, EventRefusal.BadText, "The event holds text that is not valid UTF-8.");
    }

    private static void CheckType(string type, ValidationContext<EventDraft> context)
    {
        if (!EventType.IsValid(type))
        {
            Fail(context, EventRefusal.BadType, $"The type '{Plain.Excerpt(type)}' ({type.Length} characters) is not allowed; it takes words of a-z 0-9 _ "
                + $"joined by dots, at least two, the first beginning with a letter, {EventType.MaxLength} characters at most.");
        }
        else if (EventType.IsReserved(type))
        {
            Fail(context, EventRefusal.ReservedType, $"The type '{Plain.Excerpt(type)}' begins with a word that the server keeps for itself "
                + $"({string.Join(", ", EventType.Reserved)}); any other first word is allowed.");
        }
    }

    private static void CheckMessage(string message, ValidationContext<EventDraft> context)
    {
        var bytes = Encoding.UTF8.GetByteCount(message);
        if (bytes > EventLimits.MaxMessageBytes)
            Fail(context, EventRefusal.TooLong, $"The message has {bytes} bytes; at most {EventLimits.MaxMessageBytes} are allowed.");
        else if (Plain.IsUnfitProse(message))
            Fail(context, EventRefusal.BadText, $"The message '{Plain.Excerpt(message)}' holds control characters or broken text; plain text, line feeds and tabs are allowed.");
    }

    private static void CheckAttributes(IReadOnlyList<KeyValuePair<string, string>> attributes, ValidationContext<EventDraft> context)
    {
        if (attributes.Count > EventLimits.MaxAttributes)
        {
            Fail(context, EventRefusal.BadAttributes, $"The event has {attributes.Count} attributes; at most {EventLimits.MaxAttributes} are allowed.");
            return;
        }

        foreach (var (name, value) in attributes)
        {
            if (name.Length == 0)
            {
                Fail(context, EventRefusal.BadAttributes, "An attribute has an empty name; it takes at least 1 character.");
                return;
            }

            if (!CheckText(context, "name of an attribute", name, EventLimits.MaxAttributeNameLength)
                || !CheckText(context, $"value of attribute '{Plain.Excerpt(name)}'", value, EventLimits.MaxAttributeValueLength))
                return;
        }
    }

    private static bool CheckText(ValidationContext<EventDraft> context, string what, string text, int maxLength)
    {
        if (text.Length > maxLength)
            return Fail(context, EventRefusal.TooLong, $"The {what} '{Plain.Excerpt(text)}' has {text.Length} characters; at most {maxLength} are allowed.");
        if (Plain.IsUnfit(text))
            return Fail(context, EventRefusal.BadText, $"The {what} '{Plain.Excerpt(text)}' holds control characters or broken text; plain text is allowed.");
        return true;
    }

    private static bool Fail(ValidationContext<EventDraft> context, EventRefusal code, string detail)
    {
        context.AddFailure(new ValidationFailure(context.PropertyPath, detail) { ErrorCode = code.ToString(), CustomState = code });
        return false;
    }
}

using CleanLite.Domain;
using FluentValidation;

namespace CleanLite.Application.Fleet;

/// <summary>The rules for <see cref="GetPushQuery"/>.</summary>
public sealed class GetPushValidator : AbstractValidator<GetPushQuery>
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Makes the rules.</summary>
    public GetPushValidator() => RuleFor(q => q.PushId).Custom(CheckId);

    private static void CheckId(string id, ValidationContext<GetPushQuery> context)
    {
        if (id.Length is 0 or > MaxIdLength || !id.All(char.IsAsciiLetterOrDigit))
            context.AddFailure("id", $"id is '{Text.Excerpt(id)}' ({id.Length} characters); 1 to {MaxIdLength} letters and digits are allowed.");
    }
}

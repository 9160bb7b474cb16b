using FluentValidation;

namespace CleanLite.Application.Fleet;

/// <summary>The rules for <see cref="PushConfigCommand"/>.</summary>
public sealed class PushConfigValidator : AbstractValidator<PushConfigCommand>
{
    /// <summary>Makes the rules.</summary>
    public PushConfigValidator()
    {
        RuleFor(c => c.Draft).Custom(PushRules.CheckConfig);
        RuleFor(c => c.Reason).Custom(PushRules.CheckReason);
        RuleFor(c => c.ExpiresInMs).Custom(PushRules.CheckLife);
    }
}

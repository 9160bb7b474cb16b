using CleanLite.Domain;
using CleanLite.Domain.Fleet;
using FluentValidation;

namespace CleanLite.Application.Fleet;

/// <summary>The rules for <see cref="PushActionCommand"/>.</summary>
public sealed class PushActionValidator : AbstractValidator<PushActionCommand>
{
    /// <summary>Most arguments.</summary>
    public const int MaxArguments = 16;

    /// <summary>The longest name of an argument, in characters.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The longest value of an argument, in characters.</summary>
    public const int MaxValueLength = 512;

    /// <summary>Makes the rules.</summary>
    public PushActionValidator()
    {
        RuleFor(c => c.Name).Custom(CheckName);
        RuleFor(c => c).Custom(CheckArguments);
        RuleFor(c => c.ExpiresInMs).Custom(PushRules.CheckLife);
    }

    private static void CheckName(string name, ValidationContext<PushActionCommand> context)
    {
        if (!PushKind.TryAction(name, out _, out var fault)) context.AddFailure("name", $"name: {fault}");
    }

    private static void CheckArguments(PushActionCommand command, ValidationContext<PushActionCommand> context)
    {
        var arguments = command.Arguments;
        if (arguments.Count > MaxArguments)
            context.AddFailure("arguments", $"arguments has {arguments.Count} entries; at most {MaxArguments} are allowed.");
        if (arguments.Count > 0 && PushKind.TryAction(command.Name, out var kind, out _) && kind == PushKind.Restart)
            context.AddFailure("arguments", $"arguments has {arguments.Count} entries; a restart takes none.");
        if (arguments.DistinctBy(a => a.Key).Count() < arguments.Count)
            context.AddFailure("arguments", "arguments names an entry twice; each name may stand once.");
        foreach (var (name, value) in arguments.Take(MaxArguments))
        {
            PushRules.CheckText(name, "the name of an argument", MaxNameLength, context);
            PushRules.CheckText(value, $"arguments.{Text.Excerpt(name)}", MaxValueLength, context);
        }
    }
}

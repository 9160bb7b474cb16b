using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;
using FluentValidation;

namespace CleanLite.Application.Fleet;

/// <summary>The rules for <see cref="PushGroupConfigCommand"/>.</summary>
public sealed class PushGroupConfigValidator : AbstractValidator<PushGroupConfigCommand>
{
    /// <summary>Most labels that name a group.</summary>
    public const int MaxLabels = 8;

    private readonly IngestOptions _ingest;

    /// <summary>Makes the rules.</summary>
    public PushGroupConfigValidator(IngestOptions ingest)
    {
        _ingest = ingest;
        RuleFor(c => c.Group).Custom(CheckGroup);
        RuleFor(c => c.Draft).Custom(PushRules.CheckConfig);
        RuleFor(c => c.Reason).Custom(PushRules.CheckReason);
        RuleFor(c => c.ExpiresInMs).Custom(PushRules.CheckLife);
    }

    private void CheckGroup(IReadOnlyCollection<Label> group, ValidationContext<PushGroupConfigCommand> context)
    {
        if (group.Count is 0 or > MaxLabels)
            context.AddFailure("label", $"The group has {group.Count} labels; 1 to {MaxLabels} are allowed, each as label.<name>=<value>.");
        else if (LabelSet.TryCreate([.. group], _ingest.LabelLimits, out _) is { } fault)
            context.AddFailure("label", fault.Detail);
    }
}

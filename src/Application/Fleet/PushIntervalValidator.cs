using CleanLite.Domain.Fleet;
using FluentValidation;

namespace CleanLite.Application.Fleet;

/// <summary>The rules for <see cref="PushIntervalCommand"/>.</summary>
public sealed class PushIntervalValidator : AbstractValidator<PushIntervalCommand>
{
    /// <summary>The shortest lease, in milliseconds.</summary>
    public const int MinLeaseMs = 1_000;

    /// <summary>The longest lease, in milliseconds.</summary>
    public const int MaxLeaseMs = 86_400_000;

    /// <summary>Makes the rules.</summary>
    public PushIntervalValidator()
    {
        RuleFor(c => c.IntervalMs).Custom(CheckInterval);
        RuleFor(c => c.LeaseMs).Custom(CheckLease);
        RuleFor(c => c.ExpiresInMs).Custom(PushRules.CheckLife);
    }

    private static void CheckInterval(long interval, ValidationContext<PushIntervalCommand> context)
    {
        if (interval is < AgentConfig.MinIntervalMs or > AgentConfig.MaxIntervalMs)
            context.AddFailure("intervalMs", $"intervalMs is {interval}; {AgentConfig.MinIntervalMs} to {AgentConfig.MaxIntervalMs} are allowed.");
    }

    private static void CheckLease(long lease, ValidationContext<PushIntervalCommand> context)
    {
        if (lease is not 0 and (< MinLeaseMs or > MaxLeaseMs))
            context.AddFailure("leaseMs", $"leaseMs is {lease}; {MinLeaseMs} to {MaxLeaseMs} are allowed, or 0 for until changed.");
    }
}

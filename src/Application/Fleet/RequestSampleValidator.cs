using CleanLite.Domain.Live;
using FluentValidation;

namespace CleanLite.Application.Fleet;

/// <summary>The rules for <see cref="RequestSampleCommand"/>.</summary>
public sealed class RequestSampleValidator : AbstractValidator<RequestSampleCommand>
{
    /// <summary>Most patterns.</summary>
    public const int MaxMetrics = 64;

    /// <summary>The longest name of a request, in characters.</summary>
    public const int MaxRequestIdLength = 64;

    private readonly FleetOptions _fleet;

    /// <summary>Makes the rules.</summary>
    public RequestSampleValidator(FleetOptions fleet)
    {
        _fleet = fleet;
        RuleFor(c => c.RequestId).Custom((id, context) => PushRules.CheckText(id, "requestId", MaxRequestIdLength, context));
        RuleFor(c => c.Metrics).Custom(CheckMetrics);
        RuleFor(c => c.Limit).Custom(CheckLimit);
        RuleFor(c => c.ExpiresInMs).Custom(PushRules.CheckLife);
    }

    private static void CheckMetrics(IReadOnlyCollection<string> metrics, ValidationContext<RequestSampleCommand> context)
    {
        if (metrics.Count > MaxMetrics) context.AddFailure("metrics", $"metrics has {metrics.Count} patterns; at most {MaxMetrics} are allowed.");
        foreach (var metric in metrics.Take(MaxMetrics))
        {
            try
            {
                _ = new GlobPattern(metric);
            }
            catch (FormatException refused)
            {
                context.AddFailure("metrics", $"metrics: {refused.Message}");
            }
        }
    }

    private void CheckLimit(long limit, ValidationContext<RequestSampleCommand> context)
    {
        if (limit < 0 || limit > _fleet.MaxSampleSeries)
            context.AddFailure("limit", $"limit is {limit}; 1 to {_fleet.MaxSampleSeries} series are allowed, or 0 for as many.");
    }
}

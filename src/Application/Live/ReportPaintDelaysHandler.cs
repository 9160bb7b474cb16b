using MediatR;

namespace CleanLite.Application.Live;

/// <summary>Takes the samples of a dashboard: all of them, or none.</summary>
public sealed class ReportPaintDelaysHandler(ReportPaintDelaysValidator validator, IPaintDelays delays)
    : IRequestHandler<ReportPaintDelaysCommand, IReadOnlyList<string>>
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Handle(ReportPaintDelaysCommand request, CancellationToken cancellationToken)
    {
        var verdict = validator.Validate(request);
        if (verdict.IsValid)
        {
            foreach (var delay in request.DelaysMs) delays.Record(TimeSpan.FromMilliseconds(delay));
        }

        return Task.FromResult<IReadOnlyList<string>>([.. verdict.Errors.Select(e => e.ErrorMessage)]);
    }
}

using CleanLite.Domain.Activity;
using MediatR;

namespace CleanLite.Application.Operations;

/// <summary>Takes a reported model call.</summary>
public sealed class RecordModelCallHandler(RecordModelCallValidator validator, IOperationsRecorder recorder, TimeProvider time)
    : IRequestHandler<RecordModelCallCommand, string?>
{
    /// <inheritdoc/>
    public Task<string?> Handle(RecordModelCallCommand request, CancellationToken cancellationToken)
    {
        var verdict = validator.Validate(request);
        if (!verdict.IsValid)
        {
            var fault = verdict.Errors[0].ErrorMessage;
            recorder.Note(Severity.Warn, "model.refused", fault, request.Agent.Value);
            return Task.FromResult<string?>(fault);
        }

        var at = request.TimeUnixMs == 0 ? time.GetUtcNow().ToUnixTimeMilliseconds() : request.TimeUnixMs;
        recorder.ModelCalled(new ModelCallRecord(
            request.Agent, at, request.Provider, request.Model, request.LatencyMs, request.InputTokens, request.OutputTokens, request.Error));
        if (request.Error.Length > 0) recorder.Note(Severity.Warn, "model.failed", $"{request.Model}: {request.Error}", request.Agent.Value);
        return Task.FromResult<string?>(null);
    }
}

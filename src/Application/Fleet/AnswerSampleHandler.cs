using CleanLite.Application.Ingest;
using CleanLite.Domain;
using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Answers <see cref="AnswerSampleCommand"/>: series against the rules, and those over the caps, are left out and counted.</summary>
public sealed class AnswerSampleHandler(IPushDesk desk, FleetOptions fleet, IngestOptions ingest) : IRequestHandler<AnswerSampleCommand, AnswerVerdict>
{
    private const int MaxErrorLength = 300;

    /// <inheritdoc/>
    public Task<AnswerVerdict> Handle(AnswerSampleCommand request, CancellationToken cancellationToken)
    {
        var (kept, points) = (new List<SampledSeries>(), 0);
        foreach (var draft in request.Series)
        {
            if (kept.Count >= fleet.MaxSampleSeries) break;
            if (Read(draft) is not { } series || points + series.Values.Count > fleet.MaxSamplePoints) continue;
            kept.Add(series);
            points += series.Values.Count;
        }

        var answer = new SampleAnswer(kept, request.Series.Count - kept.Count, Text.Shown(request.Error, MaxErrorLength));
        return Task.FromResult(desk.Answer(request.Connection, request.RequestId, answer));
    }

    private SampledSeries? Read(SampleDraft draft) =>
        draft.Timestamps.Count == draft.Values.Count
        && draft.Values.All(double.IsFinite)
        && draft.Series.TryDefine(0, ingest.LabelLimits, out var definition) is null
            ? new SampledSeries(definition!, draft.Timestamps, draft.Values)
            : null;
}

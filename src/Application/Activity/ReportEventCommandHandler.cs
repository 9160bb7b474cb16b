using System.Globalization;
using CleanLite.Application.Ingest;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using CleanLite.Domain;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Activity;

/// <summary>Takes an event of an agent: its rate first, which is cheap, then the rules, then whether it came before.</summary>
public sealed class ReportEventCommandHandler(
    EventAdmission admission,
    ReportEventValidator validator,
    IActivityBroadcaster broadcaster,
    IPublisher publisher,
    ReportedRequests requests,
    EventIds ids,
    ReportMetrics metrics,
    ActivityOptions options,
    IngestOptions ingest,
    TimeProvider time) : IRequestHandler<ReportEventCommand, ReportEventAnswer>
{
    /// <summary>Holds the agent's own time, Unix milliseconds, where the server's was taken instead.</summary>
    public const string ReportedTimeAttribute = "time.reported";

    /// <inheritdoc/>
    public async Task<ReportEventAnswer> Handle(ReportEventCommand request, CancellationToken cancellationToken)
    {
        var (agent, draft) = (request.Agent, request.Draft);
        if (!admission.TryEnter(agent))
            return await RefuseAsync(request, EventRefusal.RateLimited, RateLimit(), cancellationToken).ConfigureAwait(false);

        var verdict = validator.Validate(draft);
        if (!verdict.IsValid)
        {
            var first = verdict.Errors[0];
            return await RefuseAsync(request, ReportEventValidator.CodeOf(first), first.ErrorMessage, cancellationToken).ConfigureAwait(false);
        }

        if (draft.Id.Length > 0 && !admission.TryRemember(agent, draft.Id))
        {
            metrics.Duplicate();
            return new ReportEventAnswer.Duplicate(draft.Id);
        }

        var activity = EventOf(agent, draft);
        broadcaster.Publish(activity);
        requests.Take(agent, activity.Type, activity.Subject, activity.Attributes);
        metrics.Accepted();
        return new ReportEventAnswer.Accepted(activity.Id);
    }

    private string RateLimit() => $"The agent reports more than {options.EventsPerSecondPerAgent} events a second "
        + $"({options.EventBurstPerAgent} at once after a pause are allowed).";

    private ActivityEvent EventOf(AgentId agent, EventDraft draft)
    {
        var attributes = new Dictionary<string, string>(draft.Attributes.Count);
        foreach (var (name, value) in draft.Attributes) attributes[name] = value;
        return new ActivityEvent
        {
            Id = draft.Id.Length > 0 ? draft.Id : ids.Next(),
            Source = $"agent/{agent}",
            Type = draft.Type,
            TimeUnixMs = TimeOf(draft, attributes),
            Severity = draft.Severity is Severity.Warn or Severity.Error ? draft.Severity : Severity.Info,
            Subject = draft.Subject,
            Message = draft.Message,
            Attributes = attributes,
        };
    }

    // One event dated 2098 would stand above all others for ever: beyond the window that points have, the server's clock counts.
    private long TimeOf(EventDraft draft, Dictionary<string, string> attributes)
    {
        var now = time.GetUtcNow();
        if (draft.TimeUnixMs == 0) return now.ToUnixTimeMilliseconds();
        if (draft.TimeUnixMs >= (now - ingest.MaxAge).ToUnixTimeMilliseconds() && draft.TimeUnixMs <= (now + ingest.MaxFuture).ToUnixTimeMilliseconds())
            return draft.TimeUnixMs;
        attributes[ReportedTimeAttribute] = draft.TimeUnixMs.ToString(CultureInfo.InvariantCulture);
        return now.ToUnixTimeMilliseconds();
    }

    private async ValueTask<ReportEventAnswer> RefuseAsync(
        ReportEventCommand request, EventRefusal code, string detail, CancellationToken cancellation)
    {
        metrics.Refused(code);
        await publisher.Publish(new EventRefused(request.Agent, Text.Excerpt(request.Draft.Type), code, detail), cancellation).ConfigureAwait(false);
        return new ReportEventAnswer.Refused(code, detail);
    }
}

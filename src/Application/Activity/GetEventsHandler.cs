using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;
using MediatR;

namespace CleanLite.Application.Activity;

/// <summary>Answers a query of the log.</summary>
public sealed class GetEventsHandler(GetEventsValidator validator, IActivityHistory history) : IRequestHandler<GetEventsQuery, GetEventsAnswer>
{
    /// <inheritdoc/>
    public async Task<GetEventsAnswer> Handle(GetEventsQuery request, CancellationToken cancellationToken)
    {
        var verdict = validator.Validate(request);
        if (!verdict.IsValid) return new GetEventsAnswer.Refused([.. verdict.Errors.Select(e => (e.ErrorCode, e.ErrorMessage))]);

        var slice = await history.ReadAsync(CriteriaOf(request), cancellationToken).ConfigureAwait(false);
        return slice.Trouble is null
            ? new GetEventsAnswer.Found(new Page<LoggedEvent>(slice.Items, slice.Next?.ToString()))
            : new GetEventsAnswer.Unavailable(slice.Trouble);
    }

    private static EventCriteria CriteriaOf(GetEventsQuery query)
    {
        EventQueryText.TryTime(query.From, long.MinValue, out var from);
        EventQueryText.TryTime(query.To, long.MaxValue, out var to);
        EventQueryText.TryLimit(query.Limit, out var limit);
        return new EventCriteria
        {
            // Channel 'events' is the union of all.
            Channels = query.Channels.Contains(LiveChannels.Events) ? [] : [.. query.Channels.Distinct()],
            Severities = [.. query.Severities.Select(SeverityOf).Distinct()],
            Types = PatternsOf(query.Types),
            Agents = PatternsOf(query.Agents),
            Subjects = PatternsOf(query.Subjects),
            FromUnixMs = from,
            ToUnixMs = to,
            Start = StartOf(query),
            Limit = limit,
        };
    }

    private static EventCursor StartOf(GetEventsQuery query)
    {
        EventQueryText.TryOffset(query.AfterOffset, out var offset);
        if (offset is not null) return new EventCursor(offset.Value, IsNewer: true);
        return EventCursor.TryParse(query.After, out var cursor) ? cursor : new EventCursor(long.MaxValue, IsNewer: false);
    }

    private static Severity SeverityOf(string text)
    {
        EventQueryText.TrySeverity(text, out var severity);
        return severity;
    }

    private static PatternList PatternsOf(IReadOnlyList<string> texts)
    {
        EventQueryText.TryPatterns(texts, out var patterns, out _);
        return patterns;
    }
}

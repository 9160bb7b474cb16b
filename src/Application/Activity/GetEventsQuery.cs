using MediatR;

namespace CleanLite.Application.Activity;

/// <summary>
/// Give a page of the activity log. Everything is text as a client wrote it, unchecked; null or empty: not given. Without <see cref="After"/> and
/// <see cref="AfterOffset"/> the newest events come, newest first.
/// </summary>
public sealed record GetEventsQuery : IRequest<GetEventsAnswer>
{
    /// <summary>Names of channels.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Patterns for the type.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary><c>info</c>, <c>warn</c>, <c>error</c>.</summary>
    public IReadOnlyList<string> Severities { get; init; } = [];

    /// <summary>Patterns for the agent.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>Patterns for the subject.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Earliest time, itself included: RFC 3339 or Unix milliseconds.</summary>
    public string? From { get; init; }

    /// <summary>Latest time, itself left out: RFC 3339 or Unix milliseconds.</summary>
    public string? To { get; init; }

    /// <summary>The <c>next</c> value of the page before.</summary>
    public string? After { get; init; }

    /// <summary>For a viewer that was away: everything after this offset, oldest first.</summary>
    public string? AfterOffset { get; init; }

    /// <summary>Most events on the page.</summary>
    public string? Limit { get; init; }
}

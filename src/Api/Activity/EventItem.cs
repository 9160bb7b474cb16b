using System.Globalization;
using CleanLite.Application.Activity;
using CleanLite.Domain.Live;

namespace CleanLite.Api.Activity;

/// <summary>An event as <c>GET /api/v1/events</c> lists it: the shape of CloudEvents 1.0 in JSON, as on <c>/live</c>, with its offset.</summary>
internal sealed record EventItem(
    long Offset,
    string Specversion,
    string Id,
    string Source,
    string Type,
    string Time,
    string? Subject,
    string Severity,
    string? Message,
    IReadOnlyDictionary<string, string>? Data)
{
    /// <summary>What is empty is left out, as CloudEvents asks for.</summary>
    public static EventItem Of(LoggedEvent item)
    {
        var activity = item.Event;
        return new EventItem(
            item.Offset,
            "1.0",
            activity.Id,
            activity.Source,
            activity.Type,
            DateTimeOffset.FromUnixTimeMilliseconds(activity.TimeUnixMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            activity.Subject.Length > 0 ? activity.Subject : null,
            EventFilter.NameOf(activity.Severity),
            activity.Message.Length > 0 ? activity.Message : null,
            activity.Attributes.Count > 0 ? activity.Attributes : null);
    }
}

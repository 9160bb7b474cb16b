namespace CleanLite.Api.Activity;

/// <summary>What <c>GET /api/v1/events</c> answers.</summary>
internal sealed record EventPage(IReadOnlyList<EventItem> Items, string? Next);

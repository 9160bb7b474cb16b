namespace CleanLite.Api.Security;

/// <summary>A ticket for one connection to <c>/live</c>.</summary>
/// <param name="Ticket">Goes into the query as <c>ticket=</c>.</param>
/// <param name="ExpiresInMs">For how long.</param>
internal sealed record TicketView(string Ticket, long ExpiresInMs);

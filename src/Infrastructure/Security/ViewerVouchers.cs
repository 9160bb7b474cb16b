using CleanLite.Application.Security;

namespace CleanLite.Infrastructure.Security;

/// <summary>What viewers hold in place of their token: sessions behind a cookie, and tickets for one connection.</summary>
public sealed class ViewerVouchers(SecurityOptions options, SecurityMetrics metrics, TimeProvider time)
{
    /// <summary>Long enough to open a connection, too short to be of use in a log or a history.</summary>
    public static readonly TimeSpan TicketLifetime = TimeSpan.FromSeconds(30);

    /// <summary>Logins.</summary>
    public Vouchers Sessions { get; } = new("sessions", options.MaxSessions, options.SessionLifetime, metrics, time);

    /// <summary>Each opens one connection.</summary>
    public Vouchers Tickets { get; } = new("tickets", options.MaxTickets, TicketLifetime, metrics, time);
}

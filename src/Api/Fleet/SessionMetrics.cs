using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;

namespace CleanLite.Api.Fleet;

/// <summary>Counts the sessions that the server ended, by reason: those before their <c>Hello</c> too, which the fleet never hears of.</summary>
internal sealed class SessionMetrics(IMeterFactory factory)
{
    private readonly Counter<long> _ended = factory.Create(CleanLiteMeter.Name)
        .CreateCounter<long>("cleanlite.sessions.ended", "{session}", "Sessions that the server ended, by reason.");

    private readonly Counter<long> _closed = factory.Create(CleanLiteMeter.Name)
        .CreateCounter<long>("cleanlite.sessions.closed", "{session}", "Sessions over WebSocket that ended, by close code.");

    public void Ended(GoodbyeReason reason) =>
        _ended.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString().ToLowerInvariant()));

    public void Closed(int code) => _closed.Add(1, new KeyValuePair<string, object?>("code", code));
}

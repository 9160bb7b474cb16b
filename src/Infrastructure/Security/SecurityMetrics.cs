using System.Diagnostics.Metrics;
using System.Text.Json;
using CleanLite.Application.Operations;
using CleanLite.Application.Security;

namespace CleanLite.Infrastructure.Security;

/// <summary>Counts whom the server turned away and why, what it had to forget, and how reading secrets again went. No label holds text from outside.</summary>
public sealed class SecurityMetrics
{
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _evicted;
    private readonly Counter<long> _reloads;

    public SecurityMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(CleanLiteMeter.Name);
        _refusals = meter.CreateCounter<long>("cleanlite.security.refusals", "{call}", "Callers turned away, by door and reason.");
        _evicted = meter.CreateCounter<long>("cleanlite.security.evicted", "{entry}", "Sessions, tickets and addresses forgotten because their table was full.");
        _reloads = meter.CreateCounter<long>("cleanlite.security.reloads", "{reload}", "Tokens and certificates read again after a change, by outcome.");
    }

    /// <summary>A caller was turned away from the doors of <paramref name="door"/>.</summary>
    public void Refused(Audience door, Refusal why) => _refusals.Add(1, new("door", WordOf(door)), new("reason", WordOf(why)));

    /// <summary>The oldest entry of <paramref name="table"/> had to leave.</summary>
    public void Evicted(string table) => _evicted.Add(1, new KeyValuePair<string, object?>("table", table));

    /// <summary><paramref name="what"/> was read again.</summary>
    public void Reloaded(string what, bool taken) => _reloads.Add(1, new("what", what), new("outcome", taken ? "taken" : "failed"));

    private static string WordOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

using System.Globalization;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;

namespace CleanLite.Application.Activity;

/// <summary>What the server says of itself and of its agents: makes the event and hands it to the viewers' feed. No call waits. Thread-safe.</summary>
public sealed class SystemEvents(IActivityBroadcaster broadcaster, EventIds ids, TimeProvider time)
{
    /// <summary>The source of the server's own events.</summary>
    public const string Source = "server";

    /// <summary>How often a limit is told of at most; what is hit in between is told as a number.</summary>
    public static readonly TimeSpan LimitEvery = TimeSpan.FromSeconds(10);

    // Limits are named in the code, so there are few; the bound is for a name that is made at run time by mistake.
    private const int MaxLimits = 256;

    private readonly Lock _sync = new();
    private readonly Dictionary<string, (long ToldAt, int Untold)> _limits = [];

    /// <summary>Says something.</summary>
    /// <param name="type">Words joined by dots; the first is one of <see cref="EventType.Reserved"/>.</param>
    /// <param name="severity">How grave it is.</param>
    /// <param name="message">A sentence for a person; text from outside in it has been made fit to show.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="attributes">Further facts.</param>
    public void Publish(
        string type, Severity severity, string message, string subject = "", IReadOnlyDictionary<string, string>? attributes = null) =>
        broadcaster.Publish(new ActivityEvent
        {
            Id = ids.Next(),
            Source = Source,
            Type = type,
            TimeUnixMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Severity = severity,
            Subject = subject,
            Message = message,
            Attributes = attributes ?? new Dictionary<string, string>(),
        });

    /// <summary>Says that a limit was hit (<c>system.limit</c>): once per limit in <see cref="LimitEvery"/>, with the number of hits left unsaid before.</summary>
    /// <param name="limit">The key of the setting: <c>Activity:EventsPerSecondPerAgent</c>.</param>
    /// <param name="message">A sentence for a person.</param>
    /// <param name="subject">Who hit it.</param>
    public void LimitHit(string limit, string message, string subject = "")
    {
        if (!IsDue(limit, out var untold)) return;
        var attributes = new Dictionary<string, string> { ["limit"] = limit };
        if (untold > 0) attributes["folded"] = untold.ToString(CultureInfo.InvariantCulture);
        Publish("system.limit", Severity.Warn, message, subject, attributes);
    }

    private bool IsDue(string limit, out int untold)
    {
        var now = time.GetTimestamp();
        lock (_sync)
        {
            if (_limits.TryGetValue(limit, out var last) && time.GetElapsedTime(last.ToldAt, now) < LimitEvery)
            {
                _limits[limit] = last with { Untold = last.Untold + 1 };
                untold = 0;
                return false;
            }

            if (_limits.Count >= MaxLimits) _limits.Clear();
            _limits[limit] = (now, 0);
            untold = last.Untold;
            return true;
        }
    }
}

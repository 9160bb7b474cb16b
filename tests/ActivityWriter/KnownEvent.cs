using System.Globalization;
using CleanLite.Domain.Activity;

namespace CleanLite.ActivityWriter;

/// <summary>Events that are known by their number, so that one that came through in part would show.</summary>
public static class KnownEvent
{
    /// <summary>Event number <paramref name="offset"/>, of a size that differs from its neighbours'.</summary>
    public static ActivityEvent Of(long offset)
    {
        var number = offset.ToString(CultureInfo.InvariantCulture);
        return new ActivityEvent
        {
            Id = "e-" + number,
            Source = "agent/web-1",
            Type = "task.created",
            TimeUnixMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 3_600_000 * 3_600_000,
            Subject = "s-" + number,
            Message = string.Concat(Enumerable.Repeat(number + " ", (int)(offset % 97))),
            Attributes = new Dictionary<string, string> { ["n"] = number, [number] = "n" },
        };
    }
}

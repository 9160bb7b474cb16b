using CleanLite.Domain.Live;

namespace CleanLite.Application.Live;

/// <summary>What a viewer asks of one channel.</summary>
/// <param name="Channel">One of <see cref="LiveChannels"/>.</param>
/// <param name="Series">Which series; plays a part on <c>metrics</c> only.</param>
/// <param name="Events">Which events; plays no part on <c>metrics</c>.</param>
/// <param name="Since">What the viewer saw last, or null.</param>
/// <param name="Snapshot">Whether the latest state comes first where nothing can be recovered.</param>
/// <param name="IntervalMs">Above 0: at most one frame per interval, with the newest point of each series.</param>
public sealed record ChannelSubscription(
    string Channel, SeriesFilter Series, EventFilter Events, StreamPosition? Since = null, bool Snapshot = true, int IntervalMs = 0)
{
    /// <summary>The longest interval a viewer may ask for, in milliseconds.</summary>
    public const int MaxIntervalMs = 60_000;

    /// <summary>The metrics channel, all of it, with a snapshot: what a viewer gets that asks for nothing.</summary>
    public static ChannelSubscription Default { get; } = new(LiveChannels.Metrics, SeriesFilter.All, EventFilter.All);
}

using System.Globalization;
using System.Text.Json;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Tests.Live.Model;

/// <summary>What one subscription to events must bring: every event that is wanted, in order, sent or told as folded or lost, at every message.</summary>
internal sealed class EventEpisode(ModelWorld world, string channel, EventFilter filter, long start)
{
    private readonly long _start = start;
    private long _told;

    public string Channel => channel;

    public EventFilter Filter => filter;

    /// <summary>Where the viewer may resume.</summary>
    public long Position { get; private set; } = start;

    public bool IsComplete => _told == Wanted(world.Events);

    public void Take(JsonElement message)
    {
        if (message.GetProperty("type").GetString() == "lost")
        {
            // The stretch may begin past the last event seen, but only by events that the filter does not want.
            var from = message.GetProperty("fromOffset").GetInt64();
            from.ShouldBeGreaterThanOrEqualTo(Position);
            _told.ShouldBe(Wanted(from));
            _told += message.GetProperty("events").GetInt64();
            TakePosition(message.GetProperty("toOffset").GetInt64());
            return;
        }

        var (offset, item) = (message.GetProperty("offset").GetInt64(), message.GetProperty("event"));
        offset.ShouldBeGreaterThan(Position);
        if (item.GetProperty("type").GetString() == "system.folded")
        {
            _told += long.Parse(item.GetProperty("data").GetProperty("count").GetString()!, CultureInfo.InvariantCulture);
        }
        else
        {
            item.GetProperty("id").GetString().ShouldBe(world.EventAt(offset).Id);
            Wants(world.EventAt(offset)).ShouldBeTrue();
            _told++;
        }

        TakePosition(offset);
    }

    public void TakePosition(long offset)
    {
        Position = offset;
        _told.ShouldBe(Wanted(offset), $"Of the events after {_start} all up to {offset} must have been told.");
    }

    public override string ToString() => $"{channel} from {_start}, told {_told}, wanted {Wanted(world.Events)}";

    private long Wanted(long upTo) => world.CountEvents(_start, upTo, Wants);

    private bool Wants(ActivityEvent item) => (channel == LiveChannels.Events || LiveChannels.OfType(item.Type) == channel) && filter.Passes(item);
}

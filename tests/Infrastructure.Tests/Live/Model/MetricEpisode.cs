using System.Text.Json;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Tests.Live.Model;

/// <summary>
/// What one subscription to metrics must bring, from its answer to its end, checked message by message: no point that is not wanted, none twice,
/// none out of order; and at every position that a viewer may resume from, every wanted point was sent or told as merged.
/// </summary>
internal sealed class MetricEpisode(ModelWorld world, SeriesFilter filter, bool conflated, bool snapshot, long start)
{
    private readonly long _start = start;
    private readonly Dictionary<Series, long> _newest = [];
    private long _received;
    private long _merged;
    private int _page;
    private bool _snapshotDone = !snapshot;

    public SeriesFilter Filter => filter;

    /// <summary>Where the viewer may resume; null as long as the snapshot is not complete.</summary>
    public long? Position { get; private set; } = snapshot ? null : start;

    public bool HasMerged => _merged > 0;

    /// <summary>True once everything that was published has been sent or told.</summary>
    public bool IsComplete => _snapshotDone && (conflated ? HoldsNewest(world.Points) : _received + _merged == Wanted(world.Points));

    public void Take(JsonElement message)
    {
        switch (message.GetProperty("type").GetString())
        {
            case "snapshot": TakeSnapshot(message); break;
            case "metrics": TakeMetrics(message); break;
            case "merged": TakeMerged(message); break;
        }
    }

    /// <summary>The server says that everything up to <paramref name="offset"/> has been sent: in a heartbeat, or when another subscription takes over.</summary>
    public void TakePosition(long offset)
    {
        _snapshotDone.ShouldBeTrue();
        Position = offset;
        if (conflated) HoldsNewest(offset, s => world.Newest(s, world.Points) > offset).ShouldBeTrue("A conflated viewer must have the newest point of every series that has not moved on.");
        else (_received + _merged).ShouldBe(Wanted(offset), $"{_received} received and {_merged} merged since {_start} must be all up to {offset}.");
    }

    public override string ToString() =>
        $"metrics from {_start}, {(conflated ? "conflated, " : "")}received {_received}, merged {_merged}, wanted {Wanted(world.Points)}, snapshot {(_snapshotDone ? "done" : "open")}";

    private void TakeSnapshot(JsonElement message)
    {
        _snapshotDone.ShouldBeFalse("There is one snapshot, before everything else.");
        message.GetProperty("offset").GetInt64().ShouldBe(_start);
        message.GetProperty("page").GetInt32().ShouldBe(++_page);
        foreach (var offset in Offsets(message))
        {
            offset.ShouldBeLessThanOrEqualTo(_start);
            world.Newest(world.SeriesAt(offset), _start).ShouldBe(offset, "A snapshot holds the newest point at its offset.");
            Add(offset);
        }

        if (!message.GetProperty("last").GetBoolean()) return;
        foreach (var series in world.SeriesBetween(0, _start).Where(s => filter.Passes(s) && !_newest.ContainsKey(s)))
            (world.HasLeft(series) || world.Newest(series, world.Points) > _start).ShouldBeTrue("Only a series that left or moved on may be missing.");
        (_snapshotDone, Position) = (true, _start);
    }

    private void TakeMetrics(JsonElement message)
    {
        _snapshotDone.ShouldBeTrue("Points follow the snapshot.");
        foreach (var offset in Offsets(message))
        {
            offset.ShouldBeGreaterThan(_start);
            Add(offset);
            _received++;
        }

        // Within a frame the order is the stream's, but for a merge that left nothing out, whose points come by series.
        var position = message.GetProperty("offset").GetInt64();
        if (_merged == 0 && !conflated && Offsets(message).All(o => o <= position))
            _received.ShouldBe(Wanted(position), $"Unmerged, nothing is missing and nothing comes twice up to {position}.");
        Position = position;
        if (conflated) HoldsNewest(position, s => world.Newest(s, world.Points) > position).ShouldBeTrue("A conflated frame brings every series that changed and has not moved on.");
        else (_received + _merged).ShouldBeGreaterThanOrEqualTo(Wanted(position), "Nothing may be missing before a position.");
    }

    private void TakeMerged(JsonElement message)
    {
        conflated.ShouldBeFalse();
        message.GetProperty("points").GetInt64().ShouldBeGreaterThan(0);
        message.GetProperty("toOffset").GetInt64().ShouldBeGreaterThan(message.GetProperty("fromOffset").GetInt64());
        _merged += message.GetProperty("points").GetInt64();
        (_received + _merged).ShouldBeLessThanOrEqualTo(Wanted(world.Points));
    }

    private void Add(long offset)
    {
        var series = world.SeriesAt(offset);
        filter.Passes(series).ShouldBeTrue();
        _newest.GetValueOrDefault(series).ShouldBeLessThan(offset, "A series never goes back.");
        _newest[series] = offset;
    }

    private long Wanted(long upTo) => world.CountPoints(_start, upTo, filter.Passes);

    // A series that moved on past the position comes with the next frame.
    private bool HoldsNewest(long upTo, Func<Series, bool>? movedOn = null) => world.SeriesBetween(_start, upTo)
        .Where(s => filter.Passes(s) && !world.HasLeft(s) && movedOn?.Invoke(s) != true)
        .All(s => _newest.GetValueOrDefault(s) >= world.Newest(s, upTo));

    private static IEnumerable<long> Offsets(JsonElement message) =>
        message.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("value").GetInt64());
}

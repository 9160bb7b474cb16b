using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Activity;

/// <summary>What the log counts.</summary>
internal sealed class ActivityLogMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _appended;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _faults;
    private readonly Counter<long> _damagedRows;
    private readonly Counter<long> _readsRefused;
    private readonly Histogram<double> _commit;

    public ActivityLogMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(CleanLiteMeter.Name);
        _appended = _meter.CreateCounter<long>("cleanlite.activity.appended", "{event}", "Events handed to the log, by channel.");
        _stored = _meter.CreateCounter<long>("cleanlite.activity.stored", "{event}", "Events committed to the log's file.");
        _lost = _meter.CreateCounter<long>("cleanlite.activity.lost", "{event}", "Events that left memory before the disk took them.");
        _faults = _meter.CreateCounter<long>("cleanlite.activity.faults", "{fault}", "Faults of the log's storage, by word.");
        _damagedRows = _meter.CreateCounter<long>("cleanlite.activity.damaged", "{row}", "Rows left out of an answer because their checksum was wrong.");
        _readsRefused = _meter.CreateCounter<long>("cleanlite.activity.reads.refused", "{read}", "Reads refused because too many waited.");
        _commit = _meter.CreateHistogram<double>("cleanlite.activity.commit.duration", "s", "Time that committing a group of events took.");
    }

    /// <summary>Makes the gauges of a log; called once by it.</summary>
    public void Watch(Func<int> waiting, Func<ActivityLogMode> mode)
    {
        _meter.CreateObservableGauge("cleanlite.activity.waiting", waiting, "{event}", "Events in memory: waiting for the disk, or kept there.");
        _meter.CreateObservableGauge("cleanlite.activity.storing", () => mode() == ActivityLogMode.Stored ? 1 : 0, "{log}", "1 while events reach the log's file.");
    }

    /// <summary>Counts an event under the channel of its type: types are the agents' own words, channels are few.</summary>
    public void Appended(string type) => _appended.Add(1, new KeyValuePair<string, object?>("channel", LiveChannels.OfType(type)));

    public void Stored(int events, TimeSpan took)
    {
        _stored.Add(events);
        _commit.Record(took.TotalSeconds);
    }

    public void Lost(int events) => _lost.Add(events);

    public void Failed(StorageFault fault) => _faults.Add(1, new KeyValuePair<string, object?>("fault", fault.Word));

    public void Damaged(int rows) => _damagedRows.Add(rows);

    public void ReadRefused() => _readsRefused.Add(1);
}

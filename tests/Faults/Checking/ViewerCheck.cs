using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Checking;

/// <summary>
/// Follows one viewer from message to message. From one position to the next it must be shown exactly the points that the all-seeing viewer saw there, in
/// that order; or, where the server merged, as many points as it was shown and told of together.
/// </summary>
internal sealed class ViewerCheck(string viewer, Epochs epochs, Findings findings)
{
    private EpochRecord? _epoch;
    private string? _filter;
    private long? _position;
    private long _snapshotAt;
    private readonly List<Sample> _snapshot = [];
    private readonly List<Sample> _merging = [];
    private long _left;
    private bool _isMerged;

    public void Check(IEnumerable<Entry> history)
    {
        foreach (var entry in history)
        {
            switch (entry)
            {
                case Subscribed subscribed when subscribed.Viewer == viewer: Begin(subscribed); break;
                case Snapshot snapshot when snapshot.Viewer == viewer: Take(snapshot); break;
                case Frame frame when frame.Viewer == viewer: Take(frame); break;
                case Merged merged when merged.Viewer == viewer:
                    _left += merged.Points;
                    _isMerged = true;
                    break;
                case Standing standing when standing.Viewer == viewer: Take(new Frame(viewer, standing.Offset, [])); break;
            }
        }
    }

    private void Begin(Subscribed subscribed)
    {
        var isSame = _epoch?.Epoch == subscribed.Epoch;
        if (isSame && subscribed.Since is not null && !subscribed.Recovered)
            Report(ViolationKind.Gap, $"asked for {subscribed.Since}, which the server holds, and was not resumed");
        if (subscribed.Recovered && subscribed.Since?.Split(':')[0] != subscribed.Epoch)
            Report(ViolationKind.Gap, $"asked for {subscribed.Since} and was told that it goes on in epoch {subscribed.Epoch}");
        _epoch = epochs.Find(subscribed.Epoch);
        if (_epoch is null) Report(ViolationKind.Invented, $"epoch {subscribed.Epoch} belongs to no server that was started");
        _filter = subscribed.Filter;
        _position = subscribed.Recovered ? long.Parse(subscribed.Since!.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) : null;
        _snapshotAt = subscribed.Offset;
        _snapshot.Clear();
        Settle();
    }

    private void Take(Snapshot snapshot)
    {
        if (_position is not null) Report(ViolationKind.Gap, "got a snapshot in the middle of its stream");
        if (snapshot.Offset != _snapshotAt) Report(ViolationKind.Gap, $"subscribed at {_snapshotAt}, but its snapshot is of {snapshot.Offset}");
        _snapshot.AddRange(snapshot.Points);
        if (!snapshot.Last) return;
        _position = snapshot.Offset;
        if (_epoch is null || _epoch.Known < snapshot.Offset || _epoch.Missed > 0) return;
        var newest = Wanted(0, snapshot.Offset).GroupBy(p => p!.Value.Series).Select(g => g.Last()!.Value).ToHashSet();
        if (!newest.SetEquals(_snapshot)) Report(ViolationKind.Gap, $"its snapshot of {snapshot.Offset} is not the newest point of every series there");
    }

    private void Take(Frame frame)
    {
        if (_position is not { } position)
        {
            Report(ViolationKind.Gap, $"got a frame of {frame.Offset} before a snapshot");
            _position = frame.Offset;
            return;
        }

        if (frame.Offset < position) Report(ViolationKind.Order, $"stood at {position} and got a frame of {frame.Offset}");
        if (frame.Offset == position && frame.Points.Count > 0)
        {
            // The beginning of a merge: these points come in place of some that follow the position.
            _merging.AddRange(frame.Points);
            _isMerged = true;
            return;
        }

        if (frame.Offset <= position) return;
        Compare(position, frame);
        _position = frame.Offset;
        Settle();
    }

    private void Compare(long position, Frame frame)
    {
        // A server that was killed may have shown this viewer more than the all-seeing one, and that one may have been merged: of such points only the number is known.
        if (_epoch is null) return;
        var wanted = Wanted(position, Math.Min(frame.Offset, _epoch.Known)).ToList();
        if (_filter is not null && (_epoch.Known < frame.Offset || wanted.Contains(null))) return;
        var due = wanted.Count + Math.Max(0, frame.Offset - Math.Max(_epoch.Known, position));
        var shown = _merging.Concat(frame.Points).ToList();
        if (shown.Count + _left != due)
            Report(ViolationKind.Gap, $"from {position} to {frame.Offset} there were {due} points for it; it was shown {shown.Count} and told of {_left} more");
        else if (!_isMerged && wanted.Zip(shown).Any(pair => pair.First is { } one && one != pair.Second))
            Report(ViolationKind.Order, $"saw other points from {position} to {frame.Offset} than the watcher");
        else if (_isMerged && _epoch.Known >= frame.Offset && _epoch.Missed == 0 && !wanted.Select(w => w!.Value).ToHashSet().IsSupersetOf(shown))
            Report(ViolationKind.Order, $"was shown points in a merge from {position} to {frame.Offset} that do not belong there");
    }

    private IEnumerable<Sample?> Wanted(long from, long to) => _epoch!.Between(from, to).Where(p => _filter is null || p is null || p.Value.Agent == _filter);

    private void Settle()
    {
        _merging.Clear();
        (_left, _isMerged) = (0, false);
    }

    private void Report(ViolationKind kind, string what) => findings.Add(kind, $"{viewer} {what}");
}

using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>What ingest counts: batches and points by outcome, refused points by reason, refusals by code, bytes, and the time a batch takes.</summary>
public sealed class IngestMetrics
{
    private static readonly double[] Seconds = [.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5];

    // Foreign protocols come later; the label is there from the start, so that queries need not change.
    private static readonly KeyValuePair<string, object?> Native = new("protocol", "native");

    private static readonly KeyValuePair<string, object?>[][] Outcomes =
        [.. Enum.GetValues<BatchStatus>().Select(s => TagsOf("outcome", s == BatchStatus.Accepted ? "ok" : SnakeCase(s.ToString())))];

    private static readonly KeyValuePair<string, object?>[] Codes =
        [.. Enum.GetValues<ViolationCode>().Select(c => new KeyValuePair<string, object?>("code", SnakeCase(c.ToString())))];

    private static readonly KeyValuePair<string, object?>[] Reasons =
        [.. Enum.GetValues<ViolationCode>().Select(c => new KeyValuePair<string, object?>("reason", ReasonOf(c)))];

    private static readonly KeyValuePair<string, object?>[] Malformed = TagsOf("outcome", "error");
    private static readonly KeyValuePair<string, object?>[] Accepted = TagsOf("outcome", "accepted");
    private static readonly KeyValuePair<string, object?>[] Duplicate = TagsOf("outcome", "duplicate");
    private static readonly KeyValuePair<string, object?>[] Late = TagsOf("outcome", "late");
    private static readonly KeyValuePair<string, object?>[] Rejected = TagsOf("outcome", "rejected");

    private readonly TimeProvider _time;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _points;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _rejectedPoints;
    private readonly Counter<long> _refusals;
    private readonly Histogram<double> _duration;
    private readonly Lock _sync = new();
    private IngestTotals _totals;
    private long _retries;
    private long _lastRetryAt;

    /// <summary>Makes the instruments.</summary>
    public IngestMetrics(IMeterFactory factory, TimeProvider time)
    {
        _time = time;
        var meter = factory.Create(CleanLiteMeter.Name);
        _requests = meter.CreateCounter<long>("cleanlite.ingest.requests", "{batch}", "Batches answered, by outcome.");
        _points = meter.CreateCounter<long>("cleanlite.ingest.points", "{point}", "Points answered, by outcome.");
        _bytes = meter.CreateCounter<long>("cleanlite.ingest.bytes", "By", "Bytes of messages from agents, after decompression.");
        _rejectedPoints = meter.CreateCounter<long>(
            "cleanlite.ingest.rejected.points", "{point}", "Points of refused series and batches, by reason; their sum is that of the outcome rejected.");
        _refusals = meter.CreateCounter<long>("cleanlite.ingest.refusals", "{series}", "Refused series and batches, by code.");
        _duration = meter.CreateHistogram(
            "cleanlite.ingest.duration",
            "s",
            "From taking a batch in to its answer.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    /// <summary>Sums over all agents since the start.</summary>
    public IngestTotals Totals
    {
        get
        {
            lock (_sync) return _totals;
        }
    }

    /// <summary>Batches answered RETRY since the start.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>How long ago a batch was last answered RETRY; null if none was.</summary>
    public TimeSpan? SinceLastRetry => Retries == 0 ? null : _time.GetElapsedTime(Interlocked.Read(ref _lastRetryAt));

    /// <summary>The moment from which the time of a batch counts; for <see cref="Answered"/>.</summary>
    public long Begin() => _time.GetTimestamp();

    /// <summary>Counts an answered batch.</summary>
    public void Answered(BatchResult result, long startedAt)
    {
        lock (_sync) _totals = _totals.Plus(result);
        if (result.Status == BatchStatus.Retry) CountRetry();
        _requests.Add(1, Outcomes[(int)result.Status]);
        Add(Accepted, result.AcceptedPoints);
        Add(Duplicate, result.DuplicatePoints);
        Add(Late, result.LatePoints);
        Add(Rejected, result.RejectedPoints);
        if (_duration.Enabled) _duration.Record(_time.GetElapsedTime(startedAt).TotalSeconds, Native);
    }

    /// <summary>Counts a message from an agent.</summary>
    /// <param name="bytes">Its length after decompression.</param>
    /// <param name="isWhole">False if its bytes are no message.</param>
    public void Received(long bytes, bool isWhole)
    {
        _bytes.Add(bytes, Native);
        if (!isWhole) _requests.Add(1, Malformed);
    }

    /// <summary>Counts one refusal and the points that were lost with it.</summary>
    public void Refused(ViolationCode code, int points)
    {
        _refusals.Add(1, Codes[(int)code]);
        if (points > 0) _rejectedPoints.Add(points, Reasons[(int)code]);
    }

    private static string ReasonOf(ViolationCode code) => code switch
    {
        ViolationCode.TooOld => "late",
        ViolationCode.SeriesLimit => "series_limit",
        ViolationCode.TooManyLabels => "label_limit",
        ViolationCode.TooManySeries or ViolationCode.TooManyPoints => "too_large",
        _ => "invalid",
    };

    private static KeyValuePair<string, object?>[] TagsOf(string key, string value) => [Native, new(key, value)];

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "_" : "")}{char.ToLowerInvariant(c)}" : c.ToString()));

    private void CountRetry()
    {
        Interlocked.Exchange(ref _lastRetryAt, _time.GetTimestamp());
        Interlocked.Increment(ref _retries);
    }

    private void Add(KeyValuePair<string, object?>[] outcome, int points)
    {
        if (points > 0) _points.Add(points, outcome);
    }
}

using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>How to mend each kind of refusal: a sentence for the author of the agent.</summary>
public static class ViolationHints
{
    /// <summary>The hint for <paramref name="code"/>.</summary>
    public static string Of(ViolationCode code) => code switch
    {
        ViolationCode.LengthMismatch => "Write one value for each timestamp: timestamps[i] and values[i] are one point.",
        ViolationCode.NotIncreasing => "Sort the points of a series by time and send each timestamp once.",
        ViolationCode.EmptySeries => "Leave a series without new points out of the batch.",
        ViolationCode.BadMetricName =>
            "Begin the name with a letter, _ or :, go on with letters, digits and _ . : / -, and keep it within 255 characters; put what varies into labels.",
        ViolationCode.BadLabel => "Give every label a name and a value within the limits of Welcome, and each name once.",
        ViolationCode.NotFinite => "Leave the point out when there is no value; NaN and infinity cannot be shown.",
        ViolationCode.TooOld => "Check the agent's clock and the unit (milliseconds, not seconds); points that waited this long are better shed.",
        ViolationCode.TooFarInFuture => "Check the agent's clock and the unit (milliseconds, not microseconds or nanoseconds).",
        ViolationCode.TooManySeries => "Split the batch: Welcome.limits.max_series_per_batch says how many series one takes.",
        ViolationCode.TooManyPoints => "Split the batch: Welcome.limits.max_points_per_batch says how many points one takes.",
        ViolationCode.TooManyLabels => "Drop labels that nobody filters by, or move what describes the host into Hello.labels.",
        ViolationCode.SeriesLimit =>
            "Look for a label whose values never end (request ids, timestamps, user names) and drop it; else raise Ingest:MaxSeriesPerAgent or Ingest:MaxSeries.",
        ViolationCode.BadSequence => "Number batches 1, 2, 3, ... within a session and announce numbers that will never be sent with Skipped.",
        ViolationCode.BadText => "Send UTF-8 without control characters.",
        ViolationCode.EmptyBatch => "Send a batch only when it has points; a Heartbeat keeps the stream alive.",
        _ => "The detail says what was seen and what is allowed.",
    };
}

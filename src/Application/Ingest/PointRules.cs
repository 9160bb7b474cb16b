using System.Globalization;
using CleanLite.Domain;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>What must hold for the points of a series.</summary>
/// <param name="oldest">The oldest timestamp allowed, Unix milliseconds.</param>
/// <param name="newest">The newest timestamp allowed, Unix milliseconds.</param>
internal readonly struct PointRules(long oldest, long newest)
{
    /// <summary>The first violation of <paramref name="column"/>, or null.</summary>
    public Violation? Check(BatchColumns batch, in SeriesColumn column, int index)
    {
        if (column.TimestampCount != column.ValueCount)
        {
            return Refuse(
                ViolationCode.LengthMismatch,
                $"The series has {column.TimestampCount} timestamps and {column.ValueCount} values; as many of one as of the other are allowed.");
        }

        if (column.TimestampCount == 0) return Refuse(ViolationCode.EmptySeries, "The series has no points; it takes at least 1.");

        var timestamps = batch.Timestamps.Slice(column.TimestampStart, column.TimestampCount);
        var values = batch.Values.Slice(column.ValueStart, column.ValueCount);
        for (var i = 0; i < timestamps.Length; i++)
        {
            if (i > 0 && timestamps[i] <= timestamps[i - 1])
            {
                return Refuse(
                    ViolationCode.NotIncreasing,
                    $"Timestamp {timestamps[i]} at {i} follows {timestamps[i - 1]}; timestamps must increase strictly.");
            }

            if (!double.IsFinite(values[i]))
            {
                return Refuse(
                    ViolationCode.NotFinite,
                    $"The value at {i} is {values[i].ToString(CultureInfo.InvariantCulture)}; only finite values are allowed.");
            }
        }

        // They increase, so the first and the last stand for all.
        if (timestamps[0] < oldest)
        {
            return Refuse(
                ViolationCode.TooOld, $"Timestamp {timestamps[0]} is too old; the oldest allowed now is {oldest} (Unix milliseconds).");
        }

        return timestamps[^1] > newest
            ? Refuse(
                ViolationCode.TooFarInFuture,
                $"Timestamp {timestamps[^1]} lies too far ahead; the newest allowed now is {newest} (Unix milliseconds).")
            : null;

        Violation Refuse(ViolationCode code, string detail) => Violated(batch, index, code, detail);
    }

    private static Violation Violated(BatchColumns batch, int index, ViolationCode code, string detail)
    {
        ref readonly var column = ref batch.Series[index];
        var metric = column.Known?.Metric.Value ?? column.Definition?.Metric.Value ?? batch.Read(column).Metric;
        return new Violation(code, index, Text.Excerpt(metric), detail);
    }
}

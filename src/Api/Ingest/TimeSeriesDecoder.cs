using System.Runtime.InteropServices;
using CleanLite.Domain.Ingest;

namespace CleanLite.Api.Ingest;

/// <summary>
/// Reads <c>TimeSeries</c> messages into the columns of a batch, without an object per series. What exceeds the limits is read to the end and
/// counted, but not kept: a message cannot make the server hold more than they allow.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct TimeSeriesDecoder(BatchColumns columns, int maxSeries, int maxPoints)
{
    // How many timestamps are made room for at once; more than any usual series has.
    private const int Stride = 512;

    /// <summary>Adds the series in <paramref name="message"/>.</summary>
    public WireFault Add(ReadOnlySpan<byte> message)
    {
        columns.BeginSeries();
        var reader = new WireReader(message, depth: 2);
        var (timestamps, values) = (0, 0);
        var (runStart, runEnd) = (0, 0);
        var start = 0;
        while (reader.NextField(out var tag))
        {
            switch (tag)
            {
                case TimeSeriesTags.TimestampsPacked:
                    reader.Fail(AddTimestamps(reader.ReadBytes(), ref timestamps));
                    break;
                case TimeSeriesTags.ValuesPacked:
                    reader.Fail(AddValues(reader.ReadBytes(), ref values));
                    break;
                case TimeSeriesTags.Timestamp:
                    timestamps++;
                    var timestamp = (long)reader.ReadVarint();
                    if (columns.Timestamps.Length < maxPoints) columns.AddTimestamp(timestamp);
                    break;
                case TimeSeriesTags.Value:
                    values++;
                    var value = reader.ReadDouble();
                    if (columns.Values.Length < maxPoints) columns.AddValue(value);
                    break;
                case TimeSeriesTags.Metric or TimeSeriesTags.Labels or TimeSeriesTags.Unit or TimeSeriesTags.Kind:
                    PassIdentity(ref reader, tag);

                    // Identity fields that stand side by side, as they nearly always do, are copied at once.
                    if (start != runEnd)
                    {
                        columns.AddFingerprint(message[runStart..runEnd]);
                        runStart = start;
                    }

                    runEnd = reader.Position;
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }

            start = reader.Position;
        }

        columns.AddFingerprint(message[runStart..runEnd]);
        DropSurplus(timestamps, values);
        return reader.Fault;
    }

    private static void PassIdentity(ref WireReader reader, uint tag)
    {
        if (tag == TimeSeriesTags.Kind) reader.ReadVarint();
        else if (tag == TimeSeriesTags.Labels) reader.Fail(LabelEntry.FaultOf(reader.ReadBytes()));
        else reader.ReadBytes();
    }

    private WireFault AddTimestamps(ReadOnlySpan<byte> packed, ref int count)
    {
        var reader = new WireReader(packed);
        while (!reader.AtEnd)
        {
            // A timestamp takes a byte at least.
            var room = Math.Min(Math.Min(packed.Length - reader.Position, Stride), maxPoints - columns.Timestamps.Length);
            if (room <= 0)
            {
                reader.ReadVarint();
                count++;
                continue;
            }

            var into = columns.RoomForTimestamps(room);
            var read = 0;
            while (read < into.Length && !reader.AtEnd) into[read++] = (long)reader.ReadVarint();
            columns.KeepTimestamps(read);
            count += read;
        }

        return reader.Fault;
    }

    private WireFault AddValues(ReadOnlySpan<byte> packed, ref int count)
    {
        if (packed.Length % sizeof(double) != 0) return WireFault.Truncated;
        var held = packed.Length / sizeof(double);
        count += held;
        var reader = new WireReader(packed);
        foreach (ref var value in columns.RoomForValues(Math.Min(held, maxPoints - columns.Values.Length))) value = reader.ReadDouble();
        return WireFault.None;
    }

    private void DropSurplus(int timestamps, int values)
    {
        ref var last = ref columns.Series[^1];
        if (columns.Series.Length > maxSeries || timestamps != last.TimestampCount || values != last.ValueCount)
            columns.CountOnly(Math.Max(timestamps, values));
    }
}

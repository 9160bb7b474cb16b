using System.Buffers.Binary;

namespace CleanLite.Load.Agents;

/// <summary>
/// An encoded <c>AgentMessage</c> with a batch, in which number, timestamps and values are overwritten in place: what they are is a function of
/// the batch's number, so that a batch sent again is the same to the byte.
/// </summary>
internal sealed class BatchTemplate
{
    // A varint may be written longer than it need be: five bytes for every sequence number keep everything in its place.
    private const int SequenceLength = 5;

    // Unix milliseconds have 41 bits until the year 2109: six bytes of seven bits.
    private const int TimestampLength = 6;

    // Not a whole number, so that the server writes a fraction too; exact in binary.
    internal const double Fraction = 0.25;

    private readonly BatchShape _shape;
    private readonly int _sequence;
    private readonly int[] _timestamps;
    private readonly int[] _values;

    /// <summary>Encodes the batch of <paramref name="shape"/>, its series numbered from <paramref name="firstSeries"/>.</summary>
    public BatchTemplate(BatchShape shape, int firstSeries = 0)
    {
        _shape = shape;
        (_timestamps, _values) = (new int[shape.Series], new int[shape.Series]);
        var batch = new List<byte>();
        WireText.AddVarint(batch, 1 << 3);
        _sequence = batch.Count;
        batch.AddRange(new byte[SequenceLength]);
        for (var s = 0; s < shape.Series; s++) AddSeries(batch, firstSeries + s, s);

        var message = new List<byte>();
        WireText.AddLengthField(message, 2, batch);
        Bytes = [.. message];
        Shift(Bytes.Length - batch.Count, ref _sequence, _timestamps, _values);
    }

    /// <summary>The message.</summary>
    public byte[] Bytes { get; }

    /// <summary>Writes batch <paramref name="sequence"/>: timestamps from <paramref name="firstTimestamp"/> a millisecond apart, counting values, and the mark.</summary>
    public void Patch(long sequence, long firstTimestamp, long markUs)
    {
        WriteVarint(Bytes.AsSpan(_sequence, SequenceLength), sequence);
        var (points, before) = (_shape.PointsPerSeries, (sequence - 1) * _shape.PointsPerSeries);
        for (var s = 0; s < _timestamps.Length; s++)
        {
            for (var p = 0; p < points; p++)
            {
                WriteVarint(Bytes.AsSpan(_timestamps[s] + (p * TimestampLength), TimestampLength), firstTimestamp + p);
                BinaryPrimitives.WriteDoubleLittleEndian(Bytes.AsSpan(_values[s] + (p * sizeof(double))), before + p + 1 + Fraction);
            }
        }

        for (var p = 0; p < points; p++) BinaryPrimitives.WriteDoubleLittleEndian(Bytes.AsSpan(_values[0] + (p * sizeof(double))), markUs);
    }

    private static void WriteVarint(Span<byte> to, long value)
    {
        for (var i = 0; i < to.Length - 1; i++, value >>= 7) to[i] = (byte)(value | 0x80);
        to[^1] = (byte)value;
    }

    private static void Shift(int by, ref int sequence, params Span<int[]> positions)
    {
        sequence += by;
        foreach (var list in positions)
        {
            foreach (ref var position in list.AsSpan()) position += by;
        }
    }

    private void AddSeries(List<byte> batch, int number, int index)
    {
        var series = new List<byte>();
        WireText.AddTextField(series, 1, SeriesName.Metric(index == 0 ? 0 : number));
        WireText.AddMapEntry(series, 2, "group", SeriesName.Group(number));
        WireText.AddMapEntry(series, 2, "series", SeriesName.Label(number));
        WireText.AddLengthField(series, 3, new byte[_shape.PointsPerSeries * TimestampLength]);
        _timestamps[index] = series.Count - (_shape.PointsPerSeries * TimestampLength);
        WireText.AddLengthField(series, 4, new byte[_shape.PointsPerSeries * sizeof(double)]);
        _values[index] = series.Count - (_shape.PointsPerSeries * sizeof(double));
        WireText.AddTextField(series, 5, "1");
        WireText.AddVarintField(series, 6, 1);
        WireText.AddLengthField(batch, 2, series);
        _timestamps[index] += batch.Count - series.Count;
        _values[index] += batch.Count - series.Count;
    }
}

using System.Buffers.Binary;
using System.Text;
using CleanLite.Load.Agents;

namespace CleanLite.Load.Peers;

/// <summary>
/// An HTTP request with a batch as Prometheus' remote write 1.0 has it, snappy and all: made once, with timestamps and values overwritten in place. The
/// series are those of <see cref="BatchTemplate"/>, named as Prometheus allows.
/// </summary>
internal sealed class RemoteWriteRequest
{
    // Unix milliseconds have 41 bits until the year 2109: six bytes of seven bits.
    private const int TimestampLength = 6;

    // A field of eight bytes and the tag of the next one stand before it.
    private const int TimestampInSample = 1 + sizeof(double) + 1;
    private const int SampleLength = TimestampInSample + TimestampLength;

    private readonly BatchShape _shape;

    // Where the samples' values stand, in order.
    private readonly int[] _values;

    // Where bytes of timestamps stand, which point's, and which byte of it: series share their timestamps, so most are copied by the receiver.
    private readonly (int Place, int Point, int Byte)[] _timestamps;

    /// <summary>Encodes a batch of the agent of that number for <paramref name="server"/>.</summary>
    public RemoteWriteRequest(Uri server, BatchShape shape, int agent)
    {
        _shape = shape;
        var content = new List<byte>();
        var samples = new List<int>();
        for (var s = 0; s < shape.Series; s++) AddSeries(content, samples, agent, s);

        var symbols = content.ConvertAll(b => (int)b).ToArray();
        var timestamps = new List<(int Position, int Point, int Byte)>();
        for (var i = 0; i < samples.Count; i++)
        {
            symbols.AsSpan(samples[i] + 1, sizeof(double)).Fill(SnappyBlock.Alone);
            for (var b = 0; b < TimestampLength; b++)
            {
                var (position, point) = (samples[i] + TimestampInSample + b, i % shape.PointsPerSeries);
                symbols[position] = SnappyBlock.Shared + (point * TimestampLength) + b;
                timestamps.Add((position, point, b));
            }
        }

        var block = new SnappyBlock(symbols);
        var head = Encoding.ASCII.GetBytes(
            $"POST /api/v1/write HTTP/1.1\r\nHost: {server.Authority}\r\nUser-Agent: CleanLite.Load\r\nContent-Type: application/x-protobuf\r\n"
            + $"Content-Encoding: snappy\r\nX-Prometheus-Remote-Write-Version: 0.1.0\r\nContent-Length: {block.Bytes.Length}\r\n\r\n");
        Bytes = [.. head, .. block.Bytes];
        HeadLength = head.Length;
        _values = [.. samples.Select(s => head.Length + block.PlaceOf(s + 1))];
        _timestamps = [.. timestamps.Where(t => block.PlaceOf(t.Position) >= 0).Select(t => (head.Length + block.PlaceOf(t.Position), t.Point, t.Byte))];
    }

    /// <summary>The request.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where its body begins.</summary>
    public int HeadLength { get; }

    /// <summary>The metric of a series: dots are no part of names there.</summary>
    public static string Metric(int series) => SeriesName.Metric(series).Replace('.', '_');

    /// <summary>Writes batch <paramref name="number"/>, counted from 1: timestamps from <paramref name="firstTimestamp"/> a millisecond apart, counting values.</summary>
    public void Patch(long number, long firstTimestamp)
    {
        var before = (number - 1) * _shape.PointsPerSeries;
        for (var i = 0; i < _values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(Bytes.AsSpan(_values[i]), before + (i % _shape.PointsPerSeries) + 1 + BatchTemplate.Fraction);
        }

        foreach (var (place, point, b) in _timestamps)
        {
            Bytes[place] = (byte)(((firstTimestamp + point) >> (7 * b) & 0x7F) | (b < TimestampLength - 1 ? 0x80L : 0));
        }
    }

    // Labels in the order of their names, as the receiver may expect.
    private void AddSeries(List<byte> content, List<int> samples, int agent, int number)
    {
        var series = new List<byte>();
        WireText.AddMapEntry(series, 1, "__name__", Metric(number));
        WireText.AddMapEntry(series, 1, "agent", SeriesName.AgentId(agent));
        WireText.AddMapEntry(series, 1, "group", SeriesName.Group(number));
        WireText.AddMapEntry(series, 1, "series", SeriesName.Label(number));
        var own = new List<int>();
        for (var p = 0; p < _shape.PointsPerSeries; p++)
        {
            var sample = new byte[SampleLength];
            sample[0] = (1 << 3) | 1;
            sample[TimestampInSample - 1] = 2 << 3;
            WireText.AddLengthField(series, 2, sample);
            own.Add(series.Count - SampleLength);
        }

        WireText.AddLengthField(content, 1, series);
        samples.AddRange(own.Select(s => content.Count - series.Count + s));
    }
}

using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// The points of one drain as JSON, each followed by a comma, encoded once for all logs. Points that no log wants are left out: their span
/// is empty. Its buffers are kept from drain to drain; used by the broadcaster's loop alone.
/// </summary>
internal sealed class EncodedPoints(SeriesTexts texts)
{
    private byte[] _bytes = new byte[16 * 1_024];
    private int[] _ends = [0];

    public int Count { get; private set; }

    /// <summary>The points from <paramref name="first"/> up to but without <paramref name="end"/>, with the comma after the last.</summary>
    public ReadOnlySpan<byte> Between(int first, int end) => _bytes.AsSpan(_ends[first].._ends[end]);

    public int SizeOf(int index) => _ends[index + 1] - _ends[index];

    /// <summary>Encodes those of <paramref name="points"/> that <paramref name="wanted"/> names.</summary>
    public void Encode(ReadOnlySpan<MetricPoint> points, ReadOnlySpan<bool> wanted)
    {
        if (_ends.Length <= points.Length) _ends = new int[points.Length + 1];
        var at = 0;
        for (var i = 0; i < points.Length; i++)
        {
            if (wanted[i])
            {
                var text = texts.Of(points[i].Series);
                Ensure(at, PointEncoder.MaxSize(text) + 1);
                at += PointEncoder.Write(_bytes.AsSpan(at), text, points[i].Timestamp, points[i].Value);
                _bytes[at++] = (byte)',';
            }

            _ends[i + 1] = at;
        }

        Count = points.Length;
    }

    private void Ensure(int at, int more)
    {
        if (_bytes.Length - at < more) Array.Resize(ref _bytes, Math.Max(at + more, 2 * _bytes.Length));
    }
}

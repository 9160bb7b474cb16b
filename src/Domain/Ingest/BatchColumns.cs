using System.Buffers;

namespace CleanLite.Domain.Ingest;

/// <summary>
/// A batch as columns: all timestamps, all values, and a <see cref="SeriesColumn"/> per series that says which part is whose. Doors fill
/// it (<see cref="BeginSeries"/>, <see cref="AddTimestamp"/>, …), the use case reads it. Its arrays are pooled: dispose it once.
/// </summary>
/// <remarks>
/// A series is named by a <em>fingerprint</em>: bytes of the door's choice, equal bytes meaning the same series of the same agent. Several
/// fingerprints may name one series. The door's <see cref="SeriesReader"/> turns a fingerprint into a <see cref="SeriesDraft"/>, which
/// happens only for fingerprints that the server has not seen before.
/// </remarks>
/// <param name="reader">Reads what a fingerprint says.</param>
/// <param name="expectedSeries">About how many series will come; a good guess spares copies while the batch is filled.</param>
public sealed class BatchColumns(SeriesReader reader, int expectedSeries = 16) : IDisposable
{
    private SeriesColumn[] _series = ArrayPool<SeriesColumn>.Shared.Rent(Math.Max(expectedSeries, 1));
    private long[] _timestamps = ArrayPool<long>.Shared.Rent(Math.Max(expectedSeries, 1));
    private double[] _values = ArrayPool<double>.Shared.Rent(Math.Max(expectedSeries, 1));
    private byte[] _fingerprints = ArrayPool<byte>.Shared.Rent(Math.Max(expectedSeries, 1) * 64);
    private int _seriesCount;
    private int _timestampCount;
    private int _valueCount;
    private int _fingerprintLength;
    private int _surplusSeries;
    private int _surplusPoints;

    /// <summary>The series kept, in the order in which they came.</summary>
    public Span<SeriesColumn> Series => _series.AsSpan(0, _seriesCount);

    /// <summary>How many series the batch holds, those that its door did not keep among them.</summary>
    public int SeriesCount => _seriesCount + _surplusSeries;

    /// <summary>All timestamps, Unix milliseconds.</summary>
    public ReadOnlySpan<long> Timestamps => _timestamps.AsSpan(0, _timestampCount);

    /// <summary>All values.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _valueCount);

    /// <summary>How many points the batch holds, those that its door did not keep among them; see <see cref="SeriesColumn.Points"/>.</summary>
    public int Points
    {
        get
        {
            var points = _surplusPoints;
            foreach (ref var column in Series) points += column.Points;
            return points;
        }
    }

    /// <summary>The bytes that name <paramref name="column"/>.</summary>
    public ReadOnlySpan<byte> FingerprintOf(in SeriesColumn column) => _fingerprints.AsSpan(column.FingerprintStart, column.FingerprintLength);

    /// <summary>Reads what the agent says of <paramref name="column"/>.</summary>
    public SeriesDraft Read(in SeriesColumn column) => reader(FingerprintOf(column));

    /// <summary>Starts the next series; what is added next belongs to it.</summary>
    public void BeginSeries()
    {
        Grow(ref _series, _seriesCount, 1);
        _series[_seriesCount++] = new SeriesColumn
        {
            TimestampStart = _timestampCount,
            ValueStart = _valueCount,
            FingerprintStart = _fingerprintLength,
        };
    }

    /// <summary>Adds a timestamp to the series begun last.</summary>
    public void AddTimestamp(long timestamp)
    {
        RoomForTimestamps(1)[0] = timestamp;
        KeepTimestamps(1);
    }

    /// <summary>Room to write timestamps of the series begun last into; <see cref="KeepTimestamps"/> says how many were written.</summary>
    public Span<long> RoomForTimestamps(int count)
    {
        Grow(ref _timestamps, _timestampCount, count);
        return _timestamps.AsSpan(_timestampCount, count);
    }

    /// <summary>Adds the first <paramref name="count"/> timestamps written into <see cref="RoomForTimestamps"/>.</summary>
    public void KeepTimestamps(int count)
    {
        _timestampCount += count;
        _series[_seriesCount - 1].TimestampCount += count;
    }

    /// <summary>Adds a value to the series begun last.</summary>
    public void AddValue(double value) => RoomForValues(1)[0] = value;

    /// <summary>Adds <paramref name="count"/> values to the series begun last; the caller writes each of them at once.</summary>
    public Span<double> RoomForValues(int count)
    {
        Grow(ref _values, _valueCount, count);
        var room = _values.AsSpan(_valueCount, count);
        _valueCount += count;
        _series[_seriesCount - 1].ValueCount += count;
        return room;
    }

    /// <summary>Adds bytes to the fingerprint of the series begun last.</summary>
    public void AddFingerprint(ReadOnlySpan<byte> bytes)
    {
        Grow(ref _fingerprints, _fingerprintLength, bytes.Length);
        bytes.CopyTo(_fingerprints.AsSpan(_fingerprintLength));
        _fingerprintLength += bytes.Length;
        _series[_seriesCount - 1].FingerprintLength += bytes.Length;
    }

    /// <summary>
    /// Takes the series begun last out again and only counts it, with <paramref name="points"/> points: how a door keeps the memory of a
    /// batch far over its limits within them, while the refusal still names how much there was.
    /// </summary>
    public void CountOnly(int points)
    {
        ref var last = ref _series[--_seriesCount];
        (_timestampCount, _valueCount, _fingerprintLength) = (last.TimestampStart, last.ValueStart, last.FingerprintStart);
        last = default;
        _surplusSeries++;
        _surplusPoints += points;
    }

    /// <summary>Empties the batch.</summary>
    public void Clear()
    {
        // Series columns hold references: cleared, so that neither batch nor pool keeps a series alive.
        Series.Clear();
        _seriesCount = _timestampCount = _valueCount = _fingerprintLength = _surplusSeries = _surplusPoints = 0;
    }

    /// <summary>Gives the arrays back; the batch is not to be used after it.</summary>
    public void Dispose()
    {
        Clear();
        ArrayPool<SeriesColumn>.Shared.Return(Interlocked.Exchange(ref _series, []));
        ArrayPool<long>.Shared.Return(Interlocked.Exchange(ref _timestamps, []));
        ArrayPool<double>.Shared.Return(Interlocked.Exchange(ref _values, []));
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _fingerprints, []));
    }

    private static void Grow<T>(ref T[] array, int used, int more)
    {
        if (used + more <= array.Length) return;
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(array.Length * 2, used + more));
        array.AsSpan(0, used).CopyTo(larger);

        // Only series columns hold references, and only in the part used.
        if (typeof(T) == typeof(SeriesColumn)) array.AsSpan(0, used).Clear();
        ArrayPool<T>.Shared.Return(array);
        array = larger;
    }
}

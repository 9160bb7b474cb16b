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
public sealed class BatchColumns(SeriesReader reader) : IDisposable
{
    private SeriesColumn[] _series = ArrayPool<SeriesColumn>.Shared.Rent(16);
    private long[] _timestamps = ArrayPool<long>.Shared.Rent(64);
    private double[] _values = ArrayPool<double>.Shared.Rent(64);
    private byte[] _fingerprints = ArrayPool<byte>.Shared.Rent(1024);
    private int _seriesCount;
    private int _timestampCount;
    private int _valueCount;
    private int _fingerprintLength;

    /// <summary>The series, in the order in which they came.</summary>
    public Span<SeriesColumn> Series => _series.AsSpan(0, _seriesCount);

    /// <summary>All timestamps, Unix milliseconds.</summary>
    public ReadOnlySpan<long> Timestamps => _timestamps.AsSpan(0, _timestampCount);

    /// <summary>All values.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _valueCount);

    /// <summary>How many points the batch holds; see <see cref="SeriesColumn.Points"/>.</summary>
    public int Points
    {
        get
        {
            var points = 0;
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
        Grow(ref _timestamps, _timestampCount, 1);
        _timestamps[_timestampCount++] = timestamp;
        _series[_seriesCount - 1].TimestampCount++;
    }

    /// <summary>Adds a value to the series begun last.</summary>
    public void AddValue(double value)
    {
        Grow(ref _values, _valueCount, 1);
        _values[_valueCount++] = value;
        _series[_seriesCount - 1].ValueCount++;
    }

    /// <summary>Adds bytes to the fingerprint of the series begun last.</summary>
    public void AddFingerprint(ReadOnlySpan<byte> bytes)
    {
        Grow(ref _fingerprints, _fingerprintLength, bytes.Length);
        bytes.CopyTo(_fingerprints.AsSpan(_fingerprintLength));
        _fingerprintLength += bytes.Length;
        _series[_seriesCount - 1].FingerprintLength += bytes.Length;
    }

    /// <summary>Gives the arrays back; the batch is not to be used after it.</summary>
    public void Dispose()
    {
        // Series columns hold references: cleared, so that the pool keeps no series alive.
        ArrayPool<SeriesColumn>.Shared.Return(Interlocked.Exchange(ref _series, []), clearArray: true);
        ArrayPool<long>.Shared.Return(Interlocked.Exchange(ref _timestamps, []));
        ArrayPool<double>.Shared.Return(Interlocked.Exchange(ref _values, []));
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _fingerprints, []));
        _seriesCount = _timestampCount = _valueCount = _fingerprintLength = 0;
    }

    private static void Grow<T>(ref T[] array, int used, int more)
    {
        if (used + more <= array.Length) return;
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(array.Length * 2, used + more));
        array.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array, clearArray: true);
        array = larger;
    }
}

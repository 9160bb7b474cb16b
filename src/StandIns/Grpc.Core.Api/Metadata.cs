using System.Collections;

namespace Grpc.Core;

/// <summary>
/// The headers or trailers of a call, in their order. Several entries may bear one key. Not safe for concurrent changes.
/// </summary>
/// <remarks>Grammar: grpc/doc/PROTOCOL-HTTP2.md, Custom-Metadata.</remarks>
public sealed partial class Metadata : IList<Metadata.Entry>
{
    /// <summary>The suffix of every key whose value is bytes.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    /// <summary>An empty collection that nobody can change.</summary>
    public static readonly Metadata Empty = new(isReadOnly: true);

    private readonly List<Entry> _entries = [];

    /// <summary>Makes an empty collection.</summary>
    public Metadata()
    {
    }

    private Metadata(bool isReadOnly) => IsReadOnly = isReadOnly;

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Whether changes are refused, as they are by <see cref="Empty"/>.</summary>
    public bool IsReadOnly { get; }

    /// <summary>The entry at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    /// <exception cref="ArgumentNullException">The new entry is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    /// <exception cref="InvalidOperationException">The collection is read-only.</exception>
    public Entry this[int index]
    {
        get => _entries[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            ThrowIfReadOnly();
            _entries[index] = value;
        }
    }

    /// <summary>The last entry with a key.</summary>
    /// <param name="key">The key, in any case.</param>
    /// <returns>The entry, or null if none has the key.</returns>
    public Entry? Get(string key) => _entries.FindLast(entry => entry.HasKey(key));

    /// <summary>The text of the last entry with a key.</summary>
    /// <param name="key">The key, in any case.</param>
    /// <returns>The text, or null if no entry has the key.</returns>
    /// <exception cref="InvalidOperationException">The entry holds bytes.</exception>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>The bytes of the last entry with a key; those of a text are its ASCII bytes.</summary>
    /// <param name="key">The key, in any case.</param>
    /// <returns>A copy of the bytes, or null if no entry has the key.</returns>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <summary>All entries with a key, in order.</summary>
    /// <param name="key">The key, in any case.</param>
    /// <returns>The entries; none if no entry has the key.</returns>
    public IEnumerable<Entry> GetAll(string key) => _entries.Where(entry => entry.HasKey(key));

    /// <summary>Appends a text.</summary>
    /// <param name="key">See <see cref="Entry(string, string)"/>.</param>
    /// <param name="value">See <see cref="Entry(string, string)"/>.</param>
    /// <exception cref="ArgumentException">The key is not allowed.</exception>
    /// <exception cref="InvalidOperationException">The collection is read-only.</exception>
    public void Add(string key, string value) => Add(new Entry(key, value));

    /// <summary>Appends bytes.</summary>
    /// <param name="key">See <see cref="Entry(string, byte[])"/>.</param>
    /// <param name="valueBytes">See <see cref="Entry(string, byte[])"/>.</param>
    /// <exception cref="ArgumentException">The key is not allowed.</exception>
    /// <exception cref="InvalidOperationException">The collection is read-only.</exception>
    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    /// <summary>Appends an entry.</summary>
    /// <param name="item">The entry.</param>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The collection is read-only.</exception>
    public void Add(Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ThrowIfReadOnly();
        _entries.Add(item);
    }

    /// <summary>Puts an entry at a position.</summary>
    /// <param name="index">The position, from 0 to <see cref="Count"/>.</param>
    /// <param name="item">The entry.</param>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The collection is read-only.</exception>
    public void Insert(int index, Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ThrowIfReadOnly();
        _entries.Insert(index, item);
    }

    /// <summary>Takes an entry out; entries are compared by identity.</summary>
    /// <param name="item">The entry.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="InvalidOperationException">The collection is read-only.</exception>
    public bool Remove(Entry item)
    {
        ThrowIfReadOnly();
        return _entries.Remove(item);
    }

    /// <summary>Takes the entry at a position out.</summary>
    /// <param name="index">The position, from 0.</param>
    /// <exception cref="InvalidOperationException">The collection is read-only.</exception>
    public void RemoveAt(int index)
    {
        ThrowIfReadOnly();
        _entries.RemoveAt(index);
    }

    /// <summary>Takes every entry out.</summary>
    /// <exception cref="InvalidOperationException">The collection is read-only.</exception>
    public void Clear()
    {
        ThrowIfReadOnly();
        _entries.Clear();
    }

    /// <summary>Whether this very entry is here.</summary>
    /// <param name="item">The entry.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(Entry item) => _entries.Contains(item);

    /// <summary>Where this very entry is.</summary>
    /// <param name="item">The entry.</param>
    /// <returns>Its position, or -1.</returns>
    public int IndexOf(Entry item) => _entries.IndexOf(item);

    /// <summary>Copies the entries into an array.</summary>
    /// <param name="array">The array.</param>
    /// <param name="arrayIndex">Where the first one goes.</param>
    public void CopyTo(Entry[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    /// <summary>Walks the entries in order.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void ThrowIfReadOnly()
    {
        if (IsReadOnly)
            throw new InvalidOperationException("Object is read only");
    }
}

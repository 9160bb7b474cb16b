using CleanLite.Load.Agents;

namespace CleanLite.Load.Peers;

/// <summary>
/// Snappy's block format (google/snappy, format_description.txt): the length of the content as a varint, then literals and copies of what came before.
/// The content is given as symbols: bytes, and places of bytes that are not known yet and are overwritten in the block. So it is compressed once, as any
/// sender would, and the tool need not compress at all while it measures.
/// </summary>
internal sealed class SnappyBlock
{
    /// <summary>A byte to come that is like no other.</summary>
    public const int Alone = -1;

    /// <summary>From here on, symbols of bytes to come; those of one symbol will be alike.</summary>
    public const int Shared = 256;

    private const int ShortestCopy = 4;
    private const int LongestCopy = 64;
    private const int FarthestCopy = ushort.MaxValue;
    private const int HashBits = 14;

    // The tag of a literal holds lengths up to this; above, it says how many bytes of length follow.
    private const int LongestInTag = 60;

    private readonly int[] _content;
    private readonly int[] _places;
    private readonly int[] _seen = new int[1 << HashBits];
    private readonly List<byte> _block = [];

    /// <summary>Compresses <paramref name="content"/>; what is to come stands as 0.</summary>
    public SnappyBlock(int[] content)
    {
        (_content, _places) = (content, new int[content.Length]);
        Array.Fill(_places, -1);
        Array.Fill(_seen, -1);
        WireText.AddVarint(_block, (ulong)content.Length);
        var written = 0;
        for (var at = 0; at < content.Length;)
        {
            var (from, length) = FindBefore(at);
            if (length < ShortestCopy)
            {
                at++;
                continue;
            }

            AddLiteral(written, at);
            AddCopy(at - from, length);
            written = at += length;
        }

        AddLiteral(written, content.Length);
        Bytes = [.. _block];
    }

    /// <summary>The block.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where in the block a byte of the content stands; -1 if it is copied from one like it. Those that are alone and neighbours stay so.</summary>
    public int PlaceOf(int position) => _places[position];

    // The newest place where the same four symbols stood, and for how many the two go on alike.
    private (int From, int Length) FindBefore(int at)
    {
        if (at + ShortestCopy > _content.Length) return default;
        ref var seen = ref _seen[Hash(_content.AsSpan(at, ShortestCopy))];
        var from = seen;
        seen = at;
        if (from < 0 || at - from > FarthestCopy) return default;
        var length = 0;
        while (length < LongestCopy && at + length < _content.Length && _content[at + length] == _content[from + length] && _content[at + length] != Alone) length++;
        return (from, length);
    }

    private static uint Hash(ReadOnlySpan<int> symbols)
    {
        var hash = 0u;
        foreach (var symbol in symbols) hash = (hash ^ (uint)symbol) * 0x9E3779B1u;
        return hash >> (32 - HashBits);
    }

    private void AddLiteral(int from, int to)
    {
        if (from == to) return;
        var length = to - from - 1;
        if (length < LongestInTag)
        {
            _block.Add((byte)(length << 2));
        }
        else
        {
            _block.Add((LongestInTag + 2) << 2);
            _block.AddRange([(byte)length, (byte)(length >> 8), (byte)(length >> 16)]);
        }

        for (var i = from; i < to; i++)
        {
            _places[i] = _block.Count;
            _block.Add(_content[i] is >= 0 and < Shared ? (byte)_content[i] : (byte)0);
        }
    }

    // Of the three kinds of copies the one with two bytes of distance.
    private void AddCopy(int distance, int length) => _block.AddRange([(byte)(((length - 1) << 2) | 2), (byte)distance, (byte)(distance >> 8)]);
}

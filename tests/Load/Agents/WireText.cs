using System.Text;

namespace CleanLite.Load.Agents;

/// <summary>Writes protobuf fields into a list of bytes (protobuf.dev, encoding). Used once per agent; what goes out again and again is patched.</summary>
internal static class WireText
{
    private const int Varint = 0;
    private const int Length = 2;

    public static void AddVarint(List<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7) to.Add((byte)(value | 0x80));
        to.Add((byte)value);
    }

    public static void AddVarintField(List<byte> to, int field, ulong value)
    {
        AddVarint(to, (ulong)((field << 3) | Varint));
        AddVarint(to, value);
    }

    public static void AddLengthField(List<byte> to, int field, IReadOnlyCollection<byte> content)
    {
        AddVarint(to, (ulong)((field << 3) | Length));
        AddVarint(to, (ulong)content.Count);
        to.AddRange(content);
    }

    public static void AddTextField(List<byte> to, int field, string text) => AddLengthField(to, field, Encoding.UTF8.GetBytes(text));

    public static void AddMapEntry(List<byte> to, int field, string key, string value)
    {
        var entry = new List<byte>();
        AddTextField(entry, 1, key);
        AddTextField(entry, 2, value);
        AddLengthField(to, field, entry);
    }
}

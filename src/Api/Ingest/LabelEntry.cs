namespace CleanLite.Api.Ingest;

/// <summary>One entry of a <c>map&lt;string, string&gt;</c>: a message of two strings, either of which may be missing.</summary>
internal ref struct LabelEntry
{
    /// <summary>The bytes of its name.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The bytes of its value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>What is wrong with <paramref name="entry"/>.</summary>
    public static WireFault FaultOf(ReadOnlySpan<byte> entry) => IsUsual(entry) ? WireFault.None : Read(entry, out _);

    /// <summary>Reads <paramref name="bytes"/>; unknown fields are passed over, the last of several wins.</summary>
    public static WireFault Read(ReadOnlySpan<byte> bytes, out LabelEntry entry)
    {
        entry = default;
        var reader = new WireReader(bytes, depth: 3);
        while (reader.NextField(out var tag))
        {
            if (tag == TimeSeriesTags.EntryName) entry.Name = reader.ReadBytes();
            else if (tag == TimeSeriesTags.EntryValue) entry.Value = reader.ReadBytes();
            else reader.Skip(tag);
        }

        return reader.Fault;
    }

    // Name, then value, each shorter than 128 bytes: what nearly every label looks like. This runs for every label of every batch.
    private static bool IsUsual(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < 4 || entry[0] != TimeSeriesTags.EntryName) return false;
        var value = 2 + entry[1];
        return entry[1] < 0x80
            && value + 2 <= entry.Length
            && entry[value] == TimeSeriesTags.EntryValue
            && entry[value + 1] < 0x80
            && value + 2 + entry[value + 1] == entry.Length;
    }
}

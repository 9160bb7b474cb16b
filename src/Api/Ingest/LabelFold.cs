using System.Text;
using System.Text.Unicode;
using CleanLite.Domain.Ingest;

namespace CleanLite.Api.Ingest;

/// <summary>Gathers the entries of a label map, in which the last entry of a name wins.</summary>
internal sealed class LabelFold
{
    /// <summary>Further names are neither kept nor counted: far beyond what any series may carry, far below what a hostile message could hold.</summary>
    public const int MaxNames = 4_096;

    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    /// <summary>True if some text was not valid UTF-8.</summary>
    public bool HasInvalidText { get; private set; }

    /// <summary>Adds an entry.</summary>
    public WireFault Add(ReadOnlySpan<byte> bytes)
    {
        var fault = LabelEntry.Read(bytes, out var entry);
        var name = TextOf(entry.Name);
        if (_labels.Count < MaxNames || _labels.ContainsKey(name)) _labels[name] = TextOf(entry.Value);
        return fault;
    }

    /// <summary>The labels, each name once.</summary>
    public Label[] ToLabels() => [.. _labels.Select(l => new Label(l.Key, l.Value))];

    /// <summary>Reads text; what is not valid UTF-8 is noted and replaced, so that it can be shown.</summary>
    public string TextOf(ReadOnlySpan<byte> utf8)
    {
        HasInvalidText |= !Utf8.IsValid(utf8);
        return Encoding.UTF8.GetString(utf8);
    }
}

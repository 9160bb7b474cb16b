using System.Buffers.Text;

namespace CleanLite.Agent.Host;

/// <summary>
/// Walks over the text of a <c>/proc</c> file: lines, and words between blanks. It never throws for odd text: a word that is
/// missing is empty, a number that is missing or odd is NaN, which <see cref="PointList"/> leaves out.
/// </summary>
internal ref struct ProcText(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    public bool TryReadLine(out ProcText line)
    {
        line = default;
        if (_rest.IsEmpty)
            return false;
        var end = _rest.IndexOf((byte)'\n');
        line = new ProcText(end < 0 ? _rest : _rest[..end]);
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return true;
    }

    public ReadOnlySpan<byte> ReadWord()
    {
        var start = _rest.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (start < 0)
            return _rest = default;
        _rest = _rest[start..];
        var end = _rest.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? _rest : _rest[..end];
        _rest = _rest[word.Length..];
        return word;
    }

    /// <summary>Text up to a separator, without blanks around it; the separator is consumed. Empty if there is none.</summary>
    public ReadOnlySpan<byte> ReadTo(byte separator)
    {
        var end = _rest.IndexOf(separator);
        if (end < 0)
            return default;
        var word = _rest[..end].Trim(" \t"u8);
        _rest = _rest[(end + 1)..];
        return word;
    }

    public double ReadNumber()
    {
        var word = ReadWord();
        return Utf8Parser.TryParse(word, out double value, out var consumed) && consumed == word.Length && value >= 0 ? value : double.NaN;
    }

    public void Skip(int words)
    {
        for (var i = 0; i < words; i++)
            ReadWord();
    }
}

using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Testing;

/// <summary>Generators of text: what is allowed, and what just misses it.</summary>
public static class Texts
{
    // Each is one character to a person: letters of several scripts, what JSON and HTML escape, all lengths of UTF-8, what does not combine or print.
    private static readonly string[] Characters =
    [
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => ((char)c).ToString()),
        "\u00a0", "\u00e4", "\u00df", "\u00ff", "\u0130", "\u0301", "\u03c9", "\u05d0", "\u0627", "\u0e01", "\u200b", "\u200d", "\u2028", "\u2029", "\u20ac",
        "\u212a", "\u65e5", "\ud7a3", "\ue000", "\ufeff", "\ufffd", "\uffff", "\U00010000", "\U0001d11e", "\U0001f600", "\U0010ffff",
    ];

    private static readonly string[] UnfitCharacters = ["\0", "\u0001", "\b", "\t", "\n", "\r", "\u001f", "\u007f", "\u0080", "\u009f", "\ud800", "\udbff", "\udc00", "\udfff"];

    /// <summary>A piece of plain text that is mostly ASCII; of one character to <paramref name="most"/>, counted as a person would.</summary>
    public static Gen<string> Plain(int most = 20) => Gen.Choose(1, most).SelectMany(n => Gen.Choose(0, Characters.Length - 1).ArrayOf(n))
        .Select(characters => string.Concat(characters.Select(c => Characters[c])));

    /// <summary>Plain text with one character in it that no field takes: a control character or half a surrogate pair.</summary>
    public static Gen<string> Unfit(int most = 20) =>
        from before in Plain(most)
        from character in Gen.Elements(UnfitCharacters)
        from after in Gen.OneOf(Gen.Constant(""), Plain(most))
        select before + character + after;

    /// <summary>Words of these characters, with a length up to <paramref name="most"/>.</summary>
    public static Gen<string> Word(string alphabet, int least, int most) =>
        Gen.Choose(least, most).SelectMany(n => Gen.Elements(alphabet.ToCharArray()).ArrayOf(n)).Select(c => new string(c));

    /// <summary>What <paramref name="texts"/> gives with one fault: a character too many, too few, another, or twice.</summary>
    public static Gen<string> NearMiss(Gen<string> texts, string intruders) =>
        from text in texts
        from at in Gen.Choose(0, text.Length)
        from intruder in Gen.Elements(intruders.ToCharArray())
        from fault in Gen.Choose(0, 3)
        select fault switch
        {
            0 => text.Insert(at, intruder.ToString()),
            1 when at < text.Length => text.Remove(at, 1),
            2 when at < text.Length => text.Insert(at, text[at].ToString()),
            _ => string.Concat(text.AsSpan(0, at), intruder.ToString(), text.AsSpan(Math.Min(at + 1, text.Length))),
        };
}

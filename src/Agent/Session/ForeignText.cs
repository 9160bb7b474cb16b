namespace CleanLite.Agent.Session;

/// <summary>Text that a server sent, made fit for one log line.</summary>
internal static class ForeignText
{
    private const int Longest = 300;

    public static string Clean(string text)
    {
        var length = Math.Min(text.Length, Longest);
        return string.Create(length, text, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) || source[i] is '\u2028' or '\u2029' ? '?' : source[i];
        });
    }
}

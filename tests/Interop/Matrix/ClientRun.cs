namespace CleanLite.Interop.Matrix;

/// <summary>What one run of a client said: the cases that passed, and why others did not.</summary>
internal sealed record ClientRun(IReadOnlySet<string> Passed, IReadOnlyList<string> Failures)
{
    /// <summary>What it is made with.</summary>
    public string Version { get; private init; } = "?";

    /// <summary>What else it has to say of its run.</summary>
    public string Note { get; private init; } = "";

    /// <summary>
    /// Reads lines of <c>pass case</c>, <c>fail case reason</c>, <c>version text</c> and <c>note text</c>; whatever else was printed tells why it died.
    /// </summary>
    public static ClientRun Parse(int exitCode, string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var failures = Behind("fail ").ToList();
        if (exitCode != 0 && failures.Count == 0)
            failures.Add($"exit code {exitCode}: {output}");
        return new ClientRun(Behind("pass ").ToHashSet(), failures)
        {
            Version = Behind("version ").FirstOrDefault("?"),
            Note = Behind("note ").FirstOrDefault(""),
        };

        IEnumerable<string> Behind(string word) => lines.Where(line => line.StartsWith(word, StringComparison.Ordinal)).Select(line => line[word.Length..]);
    }
}

namespace CleanLite.Interop.Matrix;

/// <summary>What one run of a client said: the cases that passed, and why others did not.</summary>
internal sealed record ClientRun(IReadOnlySet<string> Passed, IReadOnlyList<string> Failures)
{
    /// <summary>Reads lines of <c>pass case</c> and <c>fail case reason</c>; whatever else was printed tells why it died.</summary>
    public static ClientRun Parse(int exitCode, string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var passed = lines.Where(line => line.StartsWith("pass ", StringComparison.Ordinal)).Select(line => line[5..]).ToHashSet();
        var failures = lines.Where(line => line.StartsWith("fail ", StringComparison.Ordinal)).Select(line => line[5..]).ToList();
        if (exitCode != 0 && failures.Count == 0)
            failures.Add($"exit code {exitCode}: {output}");
        return new ClientRun(passed, failures);
    }
}

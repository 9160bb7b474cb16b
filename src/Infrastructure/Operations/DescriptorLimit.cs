namespace CleanLite.Infrastructure.Operations;

/// <summary>How many file descriptors the process may have open.</summary>
public static class DescriptorLimit
{
    /// <summary>The limit in force; null where the system has none or does not say.</summary>
    public static long? Read()
    {
        const string Source = "/proc/self/limits";
        if (!File.Exists(Source)) return null;

        // "Max open files            20000                20000                files"; the first number is the limit in force.
        var line = File.ReadLines(Source).FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is { Length: > 3 } && long.TryParse(words[3], out var limit) ? limit : null;
    }
}

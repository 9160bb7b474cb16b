namespace CleanLite.Load.Peers;

/// <summary>Programs that a user may have installed.</summary>
internal static class Installed
{
    // Debian keeps servers where the search path of a user need not lead.
    private static readonly string[] Folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/bin", "/usr/local/bin"];

    /// <summary>Where a program lies; null if it is not there.</summary>
    public static string? Find(string program) => Folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);

    /// <summary>Why a program of Debian's package of the same name cannot be measured; null if it can.</summary>
    public static string? Missing(string program) => Find(program) is null ? $"it is not installed (apt-get install {program})" : null;
}

using System.Globalization;

namespace CleanLite.Faults.Servers;

/// <summary>A wall clock of the server's own that can be set while it runs (libfaketime).</summary>
internal sealed class FakeClock
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private readonly string _path;

    public FakeClock(string folder)
    {
        _path = Path.Combine(folder, "clock");
        Set(0);
    }

    /// <summary>Ten minutes, an hour (as a wrong zone would), a year; there and back. Seconds.</summary>
    public static IReadOnlyList<int> Jumps { get; } = [600, -600, 3600, -3600, 365 * 86400, -365 * 86400];

    /// <summary>Why there is none on this machine; null if there is.</summary>
    public static string? Impossible => File.Exists(Library) ? null : "it needs libfaketime (apt-get install libfaketime)";

    /// <summary>What lets a process go by it.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library,
        ["FAKETIME_TIMESTAMP_FILE"] = _path,
        ["FAKETIME_NO_CACHE"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["DONT_FAKE_MONOTONIC"] = "1",
    };

    /// <summary>Lets it be wrong by <paramref name="seconds"/>.</summary>
    public void Set(int seconds)
    {
        // Replaced whole: the server reads it at any moment.
        File.WriteAllText(_path + ".new", string.Create(CultureInfo.InvariantCulture, $"{seconds:+0;-0;+0}\n"));
        File.Move(_path + ".new", _path, overwrite: true);
    }
}

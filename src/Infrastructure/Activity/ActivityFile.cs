using System.Globalization;

namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// The log's file and what lies beside it: <c>-wal</c> and <c>-shm</c> of SQLite, <c>.lock</c> which keeps a second server away, and files set aside
/// because they were damaged.
/// </summary>
internal sealed class ActivityFile(string path, TimeProvider time) : IDisposable
{
    /// <summary>How many damaged files are kept; the oldest are deleted.</summary>
    public const int MaxSetAside = 3;

    private const string AsideMark = ".damaged-";
    private const int Attempts = 20;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    private FileStream? _lock;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Its bytes; 0 if it is not there.</summary>
    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    public bool Exists => File.Exists(Path);

    /// <summary>True if there are changes that SQLite has not moved into the file itself yet.</summary>
    public bool HasJournal => new FileInfo(Path + "-wal") is { Exists: true, Length: > 0 };

    /// <summary>
    /// Makes the directory and takes the lock, if this process has not got it. The system drops it when the process ends, however that happens; a
    /// predecessor that was just killed may take a moment to end.
    /// </summary>
    /// <exception cref="StorageException">Another process has it.</exception>
    public void Claim()
    {
        if (_lock is not null) return;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        for (var attempt = 1; !TryLock(); attempt++)
        {
            if (attempt == Attempts) throw new StorageException(StorageFault.InUse);
            Thread.Sleep(BetweenAttempts);
        }
    }

    /// <summary>Renames a damaged file, with its journal, so that a new one can be begun.</summary>
    /// <returns>The file's new name, without its directory.</returns>
    public string SetAside()
    {
        var name = Path + AsideMark + time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
        foreach (var part in new[] { "-wal", "-shm", "" })
        {
            if (File.Exists(Path + part)) File.Move(Path + part, name + part, overwrite: true);
        }

        DeleteOldest();
        return System.IO.Path.GetFileName(name);
    }

    /// <summary>Free and total bytes of the volume.</summary>
    public (long Free, long Total) MeasureSpace()
    {
        var volume = new DriveInfo(System.IO.Path.GetDirectoryName(Path)!);
        return (volume.AvailableFreeSpace, volume.TotalSize);
    }

    public void Dispose() => _lock?.Dispose();

    private bool TryLock()
    {
        try
        {
            _lock = new FileStream(Path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException e) when (HeldByAnother.Contains(e.HResult))
        {
            return false;
        }
    }

    private void DeleteOldest()
    {
        var directory = System.IO.Path.GetDirectoryName(Path)!;
        var aside = Directory.EnumerateFiles(directory, System.IO.Path.GetFileName(Path) + AsideMark + "*Z").OrderDescending(StringComparer.Ordinal);
        foreach (var old in aside.Skip(MaxSetAside).ToList())
        {
            foreach (var part in new[] { "", "-wal", "-shm" }) File.Delete(old + part);
        }
    }
}

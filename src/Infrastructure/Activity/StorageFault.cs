using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CleanLite.Infrastructure.Activity;

/// <summary>Why the storage failed.</summary>
/// <param name="Kind">What can be done about it.</param>
/// <param name="Word">For programs: <c>disk_full</c>.</param>
/// <param name="Detail">A sentence for a person; holds neither a path nor text from outside.</param>
internal sealed record StorageFault(StorageFaultKind Kind, string Word, string Detail)
{
    // https://www.sqlite.org/rescode.html
    private const int Permission = 3, Busy = 5, Locked = 6, ReadOnly = 8, Interrupted = 9, InputOutput = 10, Corrupt = 11, Full = 13,
        CannotOpen = 14, NotADatabase = 26;

    /// <summary>Another process has the file.</summary>
    public static StorageFault InUse { get; } =
        new(StorageFaultKind.Unusable, "in_use", "Another server has the log file open; stop it, or give this one a path of its own, and start again.");

    /// <summary>The file is a database of something else.</summary>
    public static StorageFault Foreign { get; } =
        new(StorageFaultKind.Unusable, "foreign", "The log file is a database, but not an activity log; it is left alone. Choose another path and start again.");

    /// <summary>The file was written by a later version.</summary>
    public static StorageFault Newer { get; } =
        new(StorageFaultKind.Unusable, "newer", "The log file was written by a newer version of the server; it is left alone.");

    /// <summary>The file holds events under numbers that this server has given to others.</summary>
    public static StorageFault Diverged { get; } = new(
        StorageFaultKind.Unusable,
        "diverged",
        "The log file could not be read at the start and holds events under numbers given anew since; it is left alone. Start again to go on with it.");

    /// <summary>The system has no SQLite.</summary>
    public static StorageFault NoLibrary(string detail) => new(StorageFaultKind.Unusable, "no_library", detail);

    /// <summary>The file is gone.</summary>
    public static StorageFault Gone { get; } =
        new(StorageFaultKind.Passing, "gone", "The log file was deleted or moved; a new one is begun, without the events that it held.");

    /// <summary>Others need the space.</summary>
    public static StorageFault LowSpace { get; } =
        new(StorageFaultKind.Passing, "low_space", "The disk is nearly full; the log leaves the rest to others.");

    /// <summary>The check at the start, or a later one, found damage.</summary>
    public static StorageFault Damaged { get; } = new(StorageFaultKind.Damaged, "damaged", "The log file is damaged.");

    /// <summary>The fault that an exception stands for.</summary>
    public static StorageFault Of(Exception exception) => exception switch
    {
        StorageException storage => storage.Fault,
        SqliteException sqlite => Of(sqlite.SqliteErrorCode),
        UnauthorizedAccessException => new(StorageFaultKind.Passing, "read_only", "The log file or its directory may not be written."),
        IOException => new(StorageFaultKind.Passing, "io_error", "The disk failed to read or write the log file, or does not let it be written."),
        _ => new(StorageFaultKind.Passing, "unexpected", $"Writing the log failed in a way nobody thought of ({exception.GetType().Name})."),
    };

    private static StorageFault Of(int code) => code switch
    {
        Corrupt or NotADatabase => Damaged,
        Full => new(StorageFaultKind.Passing, "disk_full", "The disk is full."),
        ReadOnly or Permission => new(StorageFaultKind.Passing, "read_only", "The log file is read-only."),
        CannotOpen => new(StorageFaultKind.Passing, "cannot_open", "The log file cannot be opened or made."),
        InputOutput => new(StorageFaultKind.Passing, "io_error", "The disk failed to read or write the log file."),
        Busy or Locked => new(StorageFaultKind.Passing, "locked", "Another program holds the log file locked."),
        Interrupted => new(StorageFaultKind.Passing, "interrupted", "Reading the log took too long; ask for less: a narrower time, fewer events."),
        _ => new(StorageFaultKind.Passing, "unexpected", string.Create(CultureInfo.InvariantCulture, $"SQLite failed with code {code}.")),
    };
}

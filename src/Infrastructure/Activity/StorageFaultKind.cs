namespace CleanLite.Infrastructure.Activity;

/// <summary>What can be done about a storage that failed.</summary>
internal enum StorageFaultKind
{
    /// <summary>It may pass: the disk is full or read-only, the file is locked. Try again.</summary>
    Passing,

    /// <summary>The file is damaged: set it aside and begin a new one.</summary>
    Damaged,

    /// <summary>The file must not be touched: another server uses it, or it is not an activity log. Do without it until the next start.</summary>
    Unusable,
}

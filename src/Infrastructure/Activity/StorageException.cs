namespace CleanLite.Infrastructure.Activity;

/// <summary>The storage failed in a way that SQLite or the file system do not tell by themselves.</summary>
internal sealed class StorageException(StorageFault fault) : Exception(fault.Detail)
{
    public StorageFault Fault { get; } = fault;
}

namespace CleanLite.Api.Hosting;

/// <summary>
/// The connections that all listeners may have together: a runtime that finds no file descriptor for the next piece of code it wants to load ends the
/// process, so some are kept back from the network.
/// </summary>
/// <param name="descriptors">File descriptors that the process may have; null: no limit.</param>
internal sealed class ConnectionRoom(long? descriptors)
{
    /// <summary>Descriptors kept for libraries, the log and everything else; a server in use has about 260.</summary>
    public const int Kept = 400;

    /// <summary>Even then so many connections are taken: a server that takes none is none.</summary>
    public const int Least = 16;

    private int _open;

    /// <summary>How many there may be.</summary>
    public long Max { get; } = Math.Max(Least, (descriptors ?? long.MaxValue) - Kept);

    /// <summary>Takes a place; false if there is none, and then there is nothing to give back.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= Max) return true;
        Leave();
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _open);
}

namespace CleanLite.Application.Fleet;

/// <summary>Keeps configurations beyond the end of the process.</summary>
public interface IConfigStore
{
    /// <summary>What was kept; nothing if there is nothing.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">It is not what was written.</exception>
    ValueTask<IReadOnlyList<DesiredConfig>> LoadAsync(CancellationToken cancellation);

    /// <summary>Replaces what is kept, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    ValueTask SaveAsync(IReadOnlyList<DesiredConfig> configs, CancellationToken cancellation);

    /// <summary>Puts aside what cannot be read, so that the next save does not write over it.</summary>
    void SetAside();
}

namespace CleanLite.Infrastructure.Activity;

/// <summary>Where events are kept at the moment.</summary>
internal enum ActivityLogMode
{
    /// <summary>In the file.</summary>
    Stored,

    /// <summary>In memory, until the disk works again.</summary>
    Degraded,

    /// <summary>In memory, because the settings say so.</summary>
    Memory,

    /// <summary>In memory until the next start, because the file must not be touched.</summary>
    Detached,
}

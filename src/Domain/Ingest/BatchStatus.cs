namespace CleanLite.Domain.Ingest;

/// <summary>What became of a batch; the numbers are those of the wire (agent.proto).</summary>
public enum BatchStatus
{
    /// <summary>Never sent.</summary>
    Unspecified = 0,

    /// <summary>Every series was taken.</summary>
    Accepted = 1,

    /// <summary>Some series were refused, the others were taken.</summary>
    Partial = 2,

    /// <summary>Nothing was taken; not to be sent again.</summary>
    Rejected = 3,

    /// <summary>The number had been dealt with before; nothing was done twice.</summary>
    Duplicate = 4,

    /// <summary>The server is overloaded; to be sent again after <see cref="BatchResult.RetryAfterMs"/>.</summary>
    Retry = 5,
}

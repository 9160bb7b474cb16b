namespace CleanLite.Application.Security;

/// <summary>Why a caller was turned away; the words of the metric's label.</summary>
public enum Refusal
{
    /// <summary>No credential came.</summary>
    Missing,

    /// <summary>The token, the session or the ticket is not known, or no longer.</summary>
    Unknown,

    /// <summary>The token is known and has expired.</summary>
    Expired,

    /// <summary>An agent's credential at a viewer's door, or the other way round.</summary>
    WrongAudience,

    /// <summary>The credential may not speak for that agent.</summary>
    ForeignAgent,

    /// <summary>A cookie came with a page of another origin, or of none.</summary>
    Origin,

    /// <summary>The request is for a host that this server is not.</summary>
    Host,

    /// <summary>Too many failures from that address.</summary>
    TooMany,
}

namespace CleanLite.Application.Live;

/// <summary>What a viewer should do after its connection ended.</summary>
public enum ReconnectAdvice
{
    /// <summary>Come back with the position it has, after the time told if one was told.</summary>
    Resume,

    /// <summary>Come back after a growing, random wait.</summary>
    Backoff,

    /// <summary>Renew its credentials, then come back.</summary>
    Renew,

    /// <summary>Stay away: the same request would end the same way.</summary>
    Stop,
}

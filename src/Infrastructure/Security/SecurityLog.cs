using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Security;

/// <summary>The log events of the room, 6000 to 6099. None of them holds a secret.</summary>
internal static partial class SecurityLog
{
    [LoggerMessage(6001, LogLevel.Information, "Credentials: {Agents} of agents and {Viewers} of viewers are configured")]
    public static partial void CredentialsRead(ILogger logger, int agents, int viewers);

    [LoggerMessage(6002, LogLevel.Warning, "Credentials: {Fault}")]
    public static partial void CredentialFault(ILogger logger, string fault);

    [LoggerMessage(6003, LogLevel.Information, "Credential {Name} of {Audience}s is no longer valid; whoever is connected with it is sent away")]
    public static partial void CredentialEnded(ILogger logger, string name, string audience);

    [LoggerMessage(6004, LogLevel.Information, "Certificate {Path} was read again; it is valid until {ValidUntil:O}")]
    public static partial void CertificateRead(ILogger logger, string path, DateTimeOffset validUntil);

    [LoggerMessage(6005, LogLevel.Error, "Certificate {Path} was changed and cannot be used; the one of before stays in use: {Reason}")]
    public static partial void CertificateBroken(ILogger logger, string path, string reason);
}

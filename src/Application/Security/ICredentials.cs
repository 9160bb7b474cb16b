namespace CleanLite.Application.Security;

/// <summary>The credentials that admit callers at present.</summary>
public interface ICredentials
{
    /// <summary>What everyone of <paramref name="audience"/> holds; null if tokens are configured, so that one is asked for.</summary>
    Credential? AnonymousOf(Audience audience);

    /// <summary>The credential of a token, valid or expired; null if the token is unknown. Takes as long for a wrong token as for a right one.</summary>
    Credential? Find(string token);
}

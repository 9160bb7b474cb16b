namespace CleanLite.Application.Security;

/// <summary>Whom a credential admits.</summary>
public enum Audience
{
    /// <summary>Those who report.</summary>
    Agent,

    /// <summary>Those who look, and ask agents for something.</summary>
    Viewer,
}

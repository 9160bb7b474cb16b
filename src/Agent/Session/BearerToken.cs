namespace CleanLite.Agent.Session;

/// <summary>The token that an agent shows, whatever the transport.</summary>
internal static class BearerToken
{
    /// <summary>Reads it, from its file if it has one; null if the agent shows none.</summary>
    /// <exception cref="TransportException">The file cannot be read or is empty.</exception>
    public static string? Read(AgentOptions options)
    {
        if (options.TokenFile is not { } path)
            return options.Token;
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } token && !token.Any(char.IsControl) ? token : throw Unusable(path, null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, unreadable);
        }
    }

    private static TransportException Unusable(string path, Exception? cause) =>
        new($"the token file {path} does not hold a token or cannot be read", cause) { IsUnauthorized = true };
}

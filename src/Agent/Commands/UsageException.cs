namespace CleanLite.Agent.Commands;

/// <summary>The command was called in a way that it does not understand; the message is for the caller.</summary>
internal sealed class UsageException(string message) : Exception(message);

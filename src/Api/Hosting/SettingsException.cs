namespace CleanLite.Api.Hosting;

/// <summary>The settings are wrong; the message holds every error, a line each.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>Makes the exception of a message.</summary>
    public SettingsException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception of a message and its cause.</summary>
    public SettingsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception without a message.</summary>
    public SettingsException()
    {
    }
}

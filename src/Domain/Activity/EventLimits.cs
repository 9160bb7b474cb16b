namespace CleanLite.Domain.Activity;

/// <summary>How large the parts of an event may be.</summary>
public static class EventLimits
{
    /// <summary>Longest id, in characters.</summary>
    public const int MaxIdLength = 128;

    /// <summary>Longest subject, in characters.</summary>
    public const int MaxSubjectLength = 256;

    /// <summary>Longest message, in bytes of UTF-8.</summary>
    public const int MaxMessageBytes = 4 * 1024;

    /// <summary>Most attributes.</summary>
    public const int MaxAttributes = 64;

    /// <summary>Longest name of an attribute, in characters.</summary>
    public const int MaxAttributeNameLength = 128;

    /// <summary>Longest value of an attribute, in characters.</summary>
    public const int MaxAttributeValueLength = 1024;
}

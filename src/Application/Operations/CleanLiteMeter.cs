namespace CleanLite.Application.Operations;

/// <summary>The meter under which every room counts; each room has one class that owns its instruments.</summary>
public static class CleanLiteMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "CleanLite";
}

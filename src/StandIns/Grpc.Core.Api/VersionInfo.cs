namespace Grpc.Core;

/// <summary>Which gRPC this assembly stands in for.</summary>
public static class VersionInfo
{
    /// <summary>The version of the assembly's identity.</summary>
    public const string CurrentAssemblyVersion = "2.0.0.0";

    /// <summary>The file version of the package that this assembly stands in for.</summary>
    public const string CurrentAssemblyFileVersion = "2.85.0.0";

    /// <summary>The version of the package that this assembly stands in for.</summary>
    public const string CurrentVersion = "2.85.0";
}

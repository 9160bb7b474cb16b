using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Grpc.AspNetCore.Server;

namespace CleanLite.Interop.Matrix;

/// <summary>On what a run was made: figures without it say little.</summary>
internal static class Machine
{
    private const string CpuInfo = "/proc/cpuinfo";
    private const string ModelName = "model name";

    /// <summary>The server's libraries and the processor, in one line.</summary>
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"Server: Grpc.AspNetCore.Server {VersionOf(typeof(GrpcServiceOptions))} on {RuntimeInformation.FrameworkDescription}; "
        + $"{Environment.ProcessorCount} x {Model()}; {RuntimeInformation.OSDescription}");

    /// <summary>The version of the library that holds <paramref name="type"/>, without its commit.</summary>
    public static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string Model() => File.Exists(CpuInfo) && File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith(ModelName, StringComparison.Ordinal)) is { } line
        ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
        : RuntimeInformation.ProcessArchitecture.ToString();
}

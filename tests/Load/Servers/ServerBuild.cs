using System.Diagnostics;

namespace CleanLite.Load.Servers;

/// <summary>Where the built server lies in this repository.</summary>
internal static class ServerBuild
{
    /// <summary>The path of the Release build, made first if it is missing.</summary>
    public static async Task<string> PathAsync()
    {
        var root = RootFrom(AppContext.BaseDirectory)
            ?? throw new InvalidOperationException("CleanLite.sln was not found above the tool; start it from its repository, or attach with --grpc, --http and --pid.");
        var path = Path.Combine(root, "src", "Api", "bin", "Release", "net10.0", "CleanLite.Api.dll");
        if (!File.Exists(path)) await BuildAsync(root);
        return path;
    }

    private static string? RootFrom(string folder)
    {
        for (var here = new DirectoryInfo(folder); here is not null; here = here.Parent)
        {
            if (File.Exists(Path.Combine(here.FullName, "CleanLite.sln"))) return here.FullName;
        }

        return null;
    }

    private static async Task BuildAsync(string root)
    {
        await Console.Error.WriteLineAsync("building src/Api (Release)");
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", Path.Combine(root, "src", "Api"), "-c", "Release", "-v", "q", "-nologo"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        if (build.ExitCode != 0) throw new InvalidOperationException(output);
    }
}

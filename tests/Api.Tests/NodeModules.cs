using System.Collections.Concurrent;

namespace CleanLite.Api.Tests;

/// <summary>The npm packages of a folder, installed once where they are missing.</summary>
internal static class NodeModules
{
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Installed = new();

    public static Task EnsureAsync(string folder) => Installed.GetOrAdd(folder, f => new Lazy<Task>(() => InstallAsync(f))).Value;

    private static async Task InstallAsync(string folder)
    {
        // npm writes this file last, so that an installation that was cut short is not taken for one.
        if (File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json"))) return;
        var (exitCode, output) = await OtherProgram.RunAsync("npm", ["ci", "--no-fund", "--no-audit"], folder);
        exitCode.ShouldBe(0, output);
    }
}

using System.Diagnostics;

namespace CleanLite.Api.Tests.Operations.Exposition;

/// <summary>Debian's promtool (package prometheus; test.sh installs it).</summary>
internal static class Promtool
{
    /// <summary>Runs it on <paramref name="input"/>; what it says, empty if it finds nothing to say, and its exit code.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("promtool", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Eventually.Patience);
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        return (process.ExitCode, string.Concat(said).Trim());
    }
}

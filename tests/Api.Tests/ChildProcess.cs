using System.Diagnostics;

namespace CleanLite.Api.Tests;

/// <summary>Runs other people's programs.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end, and returns its exit code and all that it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, string folder)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await output + await errors);
    }
}

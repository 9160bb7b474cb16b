using System.Diagnostics;

namespace CleanLite.Testing;

/// <summary>Runs other people's programs.</summary>
public static class OtherProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end, at most five minutes, and returns its exit code and all that it printed.</summary>
    /// <param name="program">A name that is looked up in PATH, or a whole path.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <param name="folder">Where it runs; here, if empty.</param>
    /// <param name="input">What it reads.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, string folder = "", string input = "")
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await output + await errors);
    }
}

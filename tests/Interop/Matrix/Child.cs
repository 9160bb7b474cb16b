using System.Diagnostics;

namespace CleanLite.Interop.Matrix;

/// <summary>Runs other programs.</summary>
internal static class Child
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end, at most five minutes.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, string folder)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(ProgramOf(command[0], folder), command.Skip(1))
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
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await output + await errors);
    }

    // A relative path is meant from the folder; a bare name is looked up in PATH.
    private static string ProgramOf(string program, string folder) =>
        program.Contains('/') ? Path.Combine(folder, program) : program;
}

namespace CleanLite.Api.Tests.Operations.Exposition;

/// <summary>Debian's promtool (package prometheus; test.sh installs it).</summary>
internal static class Promtool
{
    /// <summary>Runs it on <paramref name="input"/>; what it says, empty if it finds nothing to say, and its exit code.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(string input, params string[] arguments)
    {
        var (exitCode, said) = await OtherProgram.RunAsync("promtool", arguments, input: input);
        return (exitCode, said.Trim());
    }
}

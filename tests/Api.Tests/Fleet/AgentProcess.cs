using System.Diagnostics;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>The command <c>cleanlite-agent</c> in a process of its own.</summary>
internal sealed class AgentProcess : IDisposable
{
    // As it was built, with the files of its own: beside the tests it would find those of the server.
    private static readonly string Program = RepositoryFolder.At(Path.Combine(
        "src", "Agent", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "CleanLite.Agent.dll"));

    private readonly Process _process;

    public AgentProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardError = true };
        foreach (var argument in (string[])[Program, .. arguments]) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public bool HasEnded => _process.HasExited;

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

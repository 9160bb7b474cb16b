using System.Diagnostics;

namespace CleanLite.Infrastructure.Tests.Activity;

/// <summary>A small file system in memory.</summary>
internal sealed class TestVolume : IDisposable
{
    private TestVolume(string path) => Path = path;

    public string Path { get; }

    public static TestVolume? TryMount(string size)
    {
        var path = Directory.CreateTempSubdirectory("cleanlite-volume-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path)) return new TestVolume(path);
        Directory.Delete(path);
        return null;
    }

    public void MakeReadOnly(bool isReadOnly) => Run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Path).ShouldBeTrue();

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var filler = new FileStream(System.IO.Path.Combine(Path, "filler"), FileMode.Create);
        try
        {
            while (true)
            {
                filler.Write(new byte[4096]);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void MakeRoom() => File.Delete(System.IO.Path.Combine(Path, "filler"));

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

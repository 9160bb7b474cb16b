using System.Diagnostics;
using CleanLite.Faults.Linux;

namespace CleanLite.Faults.Servers;

/// <summary>
/// A small disk of the activity log's own. In memory (tmpfs) it can be filled and made read-only; on a device (ext4 on a loop) it can also break, after which
/// every access ends in an input/output error until another disk takes its place.
/// </summary>
internal sealed class LogVolume : IDisposable
{
    private static readonly Lazy<string?> Memory = new(() => Try(onDevice: false));
    private static readonly Lazy<string?> Device = new(() => Try(onDevice: true));

    private readonly string _parent;
    private readonly bool _onDevice;
    private int _disks;

    public LogVolume(string parent, bool onDevice)
    {
        (_parent, _onDevice) = (parent, onDevice);
        Directory.CreateDirectory(Folder);
        Mount();
    }

    /// <summary>Why no disk can be made on this machine; null if one can.</summary>
    public static string? Impossible => Memory.Value;

    /// <summary>Why no disk can be made that breaks; null if one can.</summary>
    public static string? BreakingImpossible => Device.Value;

    public string Folder => Path.Combine(_parent, "volume");

    /// <summary>True if it is one that can break.</summary>
    public bool CanBreak => _onDevice;

    /// <summary>True while nothing can be written to it because it was made so.</summary>
    public bool IsReadOnly { get; private set; }

    public bool IsBroken { get; private set; }

    /// <summary>Leaves no room.</summary>
    public void Fill()
    {
        try
        {
            using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true) ballast.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // Full, as it should be.
        }
    }

    /// <summary>Only while no file on it is open for writing.</summary>
    public void MakeReadOnly()
    {
        Run("mount", "-o", "remount,ro", Folder);
        IsReadOnly = true;
    }

    /// <summary>Every access ends in an input/output error from here on.</summary>
    public void Break()
    {
        NativeIo.ShutDownFileSystem(Path.Combine(Folder, "handle"));
        IsBroken = true;
    }

    /// <summary>There is room, it can be written to, and an empty disk stands in the place of a broken one.</summary>
    public void Mend()
    {
        if (IsBroken)
        {
            // Files that the server holds open keep the old one alive until it lets go.
            Run("umount", "-l", Folder);
            Mount();
            IsBroken = false;
        }

        if (IsReadOnly) Run("mount", "-o", "remount,rw", Folder);
        IsReadOnly = false;
        File.Delete(Ballast);
    }

    public void Dispose() => Run("umount", "-l", Folder);

    private string Ballast => Path.Combine(Folder, "ballast");

    private static string? Try(bool onDevice)
    {
        var folder = Directory.CreateTempSubdirectory("cleanlite-volume-");
        try
        {
            new LogVolume(folder.FullName, onDevice).Dispose();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return onDevice ? "input/output errors need a loop device and mkfs.ext4, and root" : "a disk of the log's own is mounted, which root alone may do";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Mount()
    {
        if (!_onDevice)
        {
            Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", Folder);
            return;
        }

        var image = Path.Combine(_parent, $"disk-{++_disks}");
        using (var file = File.Create(image)) file.SetLength(16 << 20);
        Run("mkfs.ext4", "-q", image);
        Run("mount", "-o", "loop", image, Folder);
        File.WriteAllBytes(Path.Combine(Folder, "handle"), []);
    }

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command} {string.Join(' ', arguments)}: {error}");
    }
}

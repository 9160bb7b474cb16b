using System.Runtime.InteropServices;

namespace CleanLite.Faults.Linux;

/// <summary>What the tool asks of the kernel about file systems.</summary>
internal static partial class NativeIo
{
    // FS_IOC_SHUTDOWN, _IOR('X', 125, __u32) (fs/ext4/ext4.h), without writing anything that waits.
    private const nuint Shutdown = 0x8004_587D;
    private const uint WithoutFlush = 2;

    /// <summary>Ends the file system that holds <paramref name="path"/>, as a device that fails would.</summary>
    public static void ShutDownFileSystem(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var how = WithoutFlush;
        if (Control((int)file.DangerousGetHandle(), Shutdown, ref how) != 0) throw new InvalidOperationException($"{path}: the file system does not shut down.");
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int fd, nuint request, ref uint argument);
}

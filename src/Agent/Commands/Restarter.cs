using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace CleanLite.Agent.Commands;

/// <summary>
/// Starts this program again in place of itself, with the arguments it was started with: the process keeps its number, so that whoever supervises it notices
/// nothing. No shell and no search path take part.
/// </summary>
internal static partial class Restarter
{
    /// <summary>Does not return.</summary>
    /// <exception cref="Win32Exception">The program could not be started again.</exception>
    public static void Restart()
    {
        var path = Path.GetFullPath(File.ResolveLinkTarget("/proc/self/exe", returnFinalTarget: false)!.FullName);
        var words = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).Split('\0');

        // The list ends in a null word; the last split is what follows the last terminator.
        string?[] arguments = [.. words[..^1], null];
        if (Execute(path, arguments) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{path} could not be started again.");
    }

    // execv(3): returns only if it fails. LPStr is UTF-8 on the systems that have it.
    [DllImport("libc", EntryPoint = "execv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments);
}

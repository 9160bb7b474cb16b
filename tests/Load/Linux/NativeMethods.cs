using System.Runtime.InteropServices;

namespace CleanLite.Load.Linux;

/// <summary>What the tool asks of the C library. Linux only, as is all that it reads under /proc.</summary>
internal static partial class NativeMethods
{
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const uint EpollIn = 1;
    public const int Terminate = 15;
    public const int KillAtOnce = 9;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sleeps; returns early if a signal comes.</summary>
    public static void SleepUs(long us)
    {
        var time = new TimeSpec { Seconds = us / 1_000_000, Nanoseconds = us % 1_000_000 * 1000 };
        _ = NanoSleep(in time, IntPtr.Zero);
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static unsafe partial int EpollControl(int epoll, int operation, int fd, byte* epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static unsafe partial int EpollWait(int epoll, byte* events, int max, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec time, IntPtr remaining);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CleanLite.Load.Linux;

/// <summary>
/// Waits for many sockets on one thread (epoll(7), level-triggered). The framework's own sockets cost a callback per read; with a thousand
/// viewers on one core that would make the tool the bottleneck.
/// </summary>
internal sealed unsafe class Epoll : IDisposable
{
    private const int MaxEvents = 512;
    private const int Interrupted = 4;

    // struct epoll_event is packed on x86-64 only.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int Size = IsPacked ? 12 : 16;
    private static readonly int DataAt = IsPacked ? 4 : 8;

    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * 16, pinned: true);
    private readonly int _epoll;

    public Epoll()
    {
        _epoll = NativeMethods.EpollCreate(0);
        if (_epoll < 0) throw new Win32Exception();
    }

    /// <summary>Tells of <paramref name="fd"/> from now on, under <paramref name="token"/>.</summary>
    public void Add(int fd, int token)
    {
        var entry = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(entry, 4), NativeMethods.EpollIn);
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(entry + DataAt, 4), token);
        if (NativeMethods.EpollControl(_epoll, NativeMethods.EpollAdd, fd, entry) != 0) throw new Win32Exception();
    }

    public void Remove(int fd)
    {
        var unused = stackalloc byte[16];
        _ = NativeMethods.EpollControl(_epoll, NativeMethods.EpollDelete, fd, unused);
    }

    /// <summary>Waits for at most <paramref name="timeoutMs"/> and returns how many sockets have something to read; see <see cref="TokenAt"/>.</summary>
    public int Wait(int timeoutMs)
    {
        fixed (byte* events = _events)
        {
            var count = NativeMethods.EpollWait(_epoll, events, MaxEvents, timeoutMs);
            if (count < 0 && Marshal.GetLastPInvokeError() != Interrupted) throw new Win32Exception();
            return Math.Max(count, 0);
        }
    }

    public int TokenAt(int index) => BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan((index * Size) + DataAt));

    public void Dispose() => _ = NativeMethods.Close(_epoll);
}

using System.Collections.Concurrent;
using CleanLite.Load.Linux;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Viewers;

/// <summary>Reads for all viewers, on one thread.</summary>
internal sealed class ViewerLoop : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private const int TickMs = 50;

    private readonly Epoll _epoll = new();
    private readonly Thread _thread;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private readonly ConcurrentDictionary<int, Viewer> _eager = new();
    private readonly ConcurrentDictionary<int, Viewer> _slow = new();
    private readonly ConcurrentQueue<Viewer> _retired = new();
    private readonly ConcurrentQueue<Viewer> _hurried = new();
    private volatile bool _stop;
    private long _tickedAt = LoadClock.NowUs;

    public ViewerLoop()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "viewers" };
        _thread.Start();
    }

    /// <summary>What went wrong with the loop itself, if anything did.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Reads for <paramref name="viewer"/> from now on, at its pace.</summary>
    public void Add(Viewer viewer)
    {
        var handle = viewer.Handle;
        if (!viewer.Pace.IsEager)
        {
            if (viewer.Pace.BytesPerSecond > 0) _slow[handle] = viewer;
            return;
        }

        _eager[handle] = viewer;
        _epoll.Add(handle, handle);
    }

    /// <summary>From now on the viewer reads what comes, whatever its pace was.</summary>
    public void Hurry(Viewer viewer) => _hurried.Enqueue(viewer);

    /// <summary>Closes the connection of a viewer. The loop does it, between two reads.</summary>
    public void Retire(Viewer viewer) => _retired.Enqueue(viewer);

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
        _epoll.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stop)
            {
                var ready = _epoll.Wait(TickMs);
                for (var i = 0; i < ready; i++) ReadEager(_epoll.TokenAt(i));
                if (!_slow.IsEmpty) ReadSlow();
                while (_hurried.TryDequeue(out var viewer)) ReadAtOnce(viewer);
                while (_retired.TryDequeue(out var viewer)) Close(viewer);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ObjectDisposedException or System.ComponentModel.Win32Exception)
        {
            Fault = e;
        }
    }

    private void ReadEager(int handle)
    {
        if (!_eager.TryGetValue(handle, out var viewer) || viewer.ReadOnce(_buffer)) return;
        Close(viewer);
    }

    private void ReadSlow()
    {
        var now = LoadClock.NowUs;
        if (now - _tickedAt < TickMs * 1000) return;
        var seconds = (now - _tickedAt) / 1e6;
        _tickedAt = now;
        foreach (var viewer in _slow.Values.Where(v => !v.ReadSlowly(_buffer, seconds))) Close(viewer);
    }

    private void ReadAtOnce(Viewer viewer)
    {
        if (viewer.IsDisposed) return;
        _slow.TryRemove(viewer.Handle, out _);
        viewer.Pace = Pace.Eager;
        Add(viewer);
    }

    private void Close(Viewer viewer)
    {
        if (viewer.IsDisposed) return;
        var handle = viewer.Handle;
        _slow.TryRemove(handle, out _);
        if (_eager.TryRemove(handle, out _)) _epoll.Remove(handle);
        viewer.Dispose();
    }
}

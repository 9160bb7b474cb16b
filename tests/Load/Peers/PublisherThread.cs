using System.Collections.Concurrent;
using CleanLite.Load.Linux;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Peers;

/// <summary>Publishes on a thread of its own: whenever it is asked to, or at a rate.</summary>
internal sealed class PublisherThread : IDisposable
{
    private readonly IPublisher _publisher;
    private readonly int _points;
    private readonly BlockingCollection<long> _asked = [];
    private readonly Thread _thread;
    private volatile bool _stop;

    public PublisherThread(IPublisher publisher, int points, double batchesPerSecond)
    {
        (_publisher, _points) = (publisher, points);
        _thread = new Thread(() => Run(batchesPerSecond)) { IsBackground = true, Name = "publisher" };
        _thread.Start();
    }

    /// <summary>Why publishing ended before its time.</summary>
    public string? Fault { get; private set; }

    /// <summary>Asks for one more batch.</summary>
    public void Ask() => _asked.TryAdd(LoadClock.NowUs);

    public void Dispose()
    {
        _stop = true;
        _asked.CompleteAdding();
        _thread.Join();
        _asked.Dispose();
    }

    private void Run(double batchesPerSecond)
    {
        try
        {
            if (batchesPerSecond > 0) RunAtRate(1e6 / batchesPerSecond);
            else foreach (var dueUs in _asked.GetConsumingEnumerable()) _publisher.Publish(_points, dueUs);
        }
        catch (System.Net.Sockets.SocketException e)
        {
            if (!_stop) Fault = e.Message;
        }
    }

    private void RunAtRate(double intervalUs)
    {
        var start = LoadClock.NowUs;
        for (var tick = 0L; !_stop; tick++)
        {
            var due = start + (long)(tick * intervalUs);
            for (var wait = due - LoadClock.NowUs; wait > 0 && !_stop; wait = due - LoadClock.NowUs) NativeMethods.SleepUs(Math.Clamp(wait, 80, 100_000));
            _publisher.Publish(_points, due);
        }
    }
}

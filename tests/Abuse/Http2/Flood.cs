using System.Diagnostics;
using System.Net.Sockets;
using CleanLite.Abuse.Servers;
using CleanLite.Load.Measure;

namespace CleanLite.Abuse.Http2;

/// <summary>Frames of a kind on one connection: what was sent, what they cost the server, and when it had enough.</summary>
internal sealed class Flood(Link link, Func<Link, int, byte[]> frame, AbuseServer server)
{
    private const int FramesOfAWrite = 100;
    private static readonly TimeSpan Dealing = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ProcessReading _before = server.Reading;
    private int _sent;
    private int _first;
    private double _firstCpu = double.NaN;
    private ProcessReading _after;
    private string _ending = "not cut";

    /// <summary>When the server cut it; null: it did not.</summary>
    public TimeSpan? CutAfter { get; private set; }

    /// <summary>The share of one core that the server used, from the first frame to the last.</summary>
    public double Cores => _after.CoresSince(_before);

    /// <summary>Sends <paramref name="count"/> frames as fast as they are taken, then as many again evenly over what is left of <paramref name="lasting"/>.</summary>
    public async Task RunAsync(int count, TimeSpan lasting)
    {
        var cut = link.Ended.ContinueWith(_ => _clock.Elapsed, TaskScheduler.Default);
        try
        {
            while (_sent < count && !cut.IsCompleted) await SendAsync(lasting);
            await CountFirstAsync();
            for (var due = _clock.Elapsed; due < lasting && !cut.IsCompleted; due += lasting * FramesOfAWrite / count)
            {
                if (due > _clock.Elapsed) await Task.WhenAny(cut, Task.Delay(due - _clock.Elapsed));
                if (!cut.IsCompleted) await SendAsync(lasting);
            }
        }
        catch (SocketException)
        {
            // Who does not read finds out by a write that fails.
            CutAfter = _clock.Elapsed;
        }
        catch (TimeoutException)
        {
            // The server reads no further: whoever floods is held up, and that costs nothing.
            _ending = "held up";
        }

        _after = server.Reading;
        var how = link.Ended.IsCompleted ? await link.Ended : "";
        if (how == Link.Foreign) throw new InvalidDataException("The server's answers were not understood: nothing of this flood is proven.");
        if (cut.IsCompleted) CutAfter = await cut;
        if (CutAfter is { } after) _ending = $"cut after {after.TotalSeconds:0.00} s, {(how.Length > 0 ? how : "by a write that failed")}";
    }

    public override string ToString()
    {
        var first = CutAfter is null ? $", {_firstCpu:0.00} s of CPU for the first {_first:N0}" : "";
        return $"{_sent:N0} frames in {_after.SecondsSince(_before):0.00} s, {_ending}, {Cores * 100:0} % of a core{first}, {link.Resets} resets";
    }

    // What was sent at full speed has been dealt with once a ping behind it is answered; who does not read waits a while instead.
    private async Task CountFirstAsync()
    {
        _first = _sent;
        await Task.WhenAny(link.PingAsync(), Task.Delay(Dealing));
        _firstCpu = server.Reading.CpuSeconds - _before.CpuSeconds;
    }

    private async Task SendAsync(TimeSpan until)
    {
        var buffer = new List<byte>();
        for (var n = 0; n < FramesOfAWrite; n++) buffer.AddRange(frame(link, _sent++));
        var left = until - _clock.Elapsed;
        await link.WriteAsync(buffer.ToArray()).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }
}

using CleanLite.Agent.Host;
using CleanLite.V1;

namespace CleanLite.Agent.Demo;

/// <summary>A host that does not exist. Its metrics have the names of a real one and move plausibly; the seed makes it who it is.</summary>
internal sealed class DemoHost : IPointSource
{
    private const double Giga = 1024 * 1024 * 1024;
    private const double Mega = 1024 * 1024;

    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly double _memory;
    private readonly Wave _user, _system, _iowait, _load, _memoryUsed, _diskUsed, _received, _sent, _read, _written, _processes;

    private readonly MetricSeries _cpuUser = Cpu("user"), _cpuSystem = Cpu("system"), _cpuIowait = Cpu("iowait"), _cpuIdle = Cpu("idle");
    private readonly MetricSeries _loadAverage = new("system.cpu.load_average.1m", MetricKind.Gauge, "{thread}");
    private readonly MetricSeries _memoryLimit = new("system.memory.limit", MetricKind.Gauge, "By");
    private readonly StateSeries _used = Memory("used"), _free = Memory("free");
    private readonly StateSeries _filesystem = new(
        "system.filesystem", ("system.device", "/dev/sda1"), ("system.filesystem.mountpoint", "/"), ("system.filesystem.type", "ext4"),
        ("system.filesystem.mode", "rw"), ("system.filesystem.state", "used"));
    private readonly DiskSeries _disk = new("sda");
    private readonly NetworkSeries _network = new("eth0");
    private readonly MetricSeries _uptime = new("system.uptime", MetricKind.Gauge, "s");
    private readonly MetricSeries _processCount = new("system.process.count", MetricKind.Gauge, "{process}");

    private double _lastSeconds, _bytesRead, _bytesWritten, _bytesReceived, _bytesSent;

    public DemoHost(int seed, TimeProvider time)
    {
        var random = new Random(seed);
        _time = time;
        _startedAt = time.GetTimestamp();
        _memory = Giga * (4 << random.Next(4));
        _user = new(random, 0.02, 0.2 + 0.5 * random.NextDouble());
        _system = new(random, 0.01, 0.15);
        _iowait = new(random, 0, 0.05);
        _load = new(random, 0.1, 8);
        _memoryUsed = new(random, 0.2, 0.9);
        _diskUsed = new(random, 0.3, 0.5 + 0.4 * random.NextDouble());
        _received = new(random, 0, 40 * Mega);
        _sent = new(random, 0, 20 * Mega);
        _read = new(random, 0, 30 * Mega);
        _written = new(random, 0, 60 * Mega);
        _processes = new(random, 80, 400);
    }

    public void Sample(PointList points)
    {
        points.Begin(_time.GetUtcNow());
        var seconds = _time.GetElapsedTime(_startedAt).TotalSeconds;
        AddCpu(points, seconds);
        AddMemory(points, seconds);
        AddTraffic(points, seconds, seconds - _lastSeconds);
        points.Add(_uptime, seconds);
        points.Add(_processCount, Math.Round(_processes.At(seconds)));
        _lastSeconds = seconds;
    }

    private void AddCpu(PointList points, double seconds)
    {
        var (user, system, iowait) = (_user.At(seconds), _system.At(seconds), _iowait.At(seconds));
        points.Add(_cpuUser, user);
        points.Add(_cpuSystem, system);
        points.Add(_cpuIowait, iowait);
        points.Add(_cpuIdle, 1 - user - system - iowait);
        points.Add(_loadAverage, _load.At(seconds));
    }

    private void AddMemory(PointList points, double seconds)
    {
        var used = Math.Round(_memory * _memoryUsed.At(seconds));
        points.Add(_memoryLimit, _memory);
        _used.Add(points, used, _memory);
        _free.Add(points, _memory - used, _memory);
        _filesystem.Add(points, Math.Round(500 * Giga * _diskUsed.At(seconds)), 500 * Giga);
    }

    private void AddTraffic(PointList points, double seconds, double elapsed)
    {
        _bytesRead += Math.Round(_read.At(seconds) * elapsed);
        _bytesWritten += Math.Round(_written.At(seconds) * elapsed);
        _bytesReceived += Math.Round(_received.At(seconds) * elapsed);
        _bytesSent += Math.Round(_sent.At(seconds) * elapsed);
        _disk.Io.Add(points, _bytesRead, _bytesWritten);
        _network.Io.Add(points, _bytesReceived, _bytesSent);
    }

    private static MetricSeries Cpu(string mode) => new("system.cpu.utilization", MetricKind.Gauge, "1", ("cpu.mode", mode));

    private static StateSeries Memory(string state) => new("system.memory", ("system.memory.state", state));
}

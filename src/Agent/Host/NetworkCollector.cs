namespace CleanLite.Agent.Host;

/// <summary>
/// <c>system.network.io</c>, <c>.packet.count</c>, <c>.errors</c> and <c>.packet.dropped</c> by
/// interface, from <c>/proc/net/dev</c>. The loopback, the inner ends of containers and bridges, and interfaces that
/// have never moved a byte are left out.
/// </summary>
internal sealed class NetworkCollector(HostFiles files) : ICollector
{
    private readonly ProcFile _dev = files.ProcOfViewer("net/dev");
    private readonly DeviceTable<NetworkSeries> _interfaces = new(name => new NetworkSeries(name));

    public TimeSpan Period => TimeSpan.Zero;

    public void Collect(PointList points)
    {
        _interfaces.BeginRound();
        var text = _dev.Read();
        while (text.TryReadLine(out var line))
        {
            var name = line.ReadTo((byte)':'); // the two head lines have no colon
            if (!name.IsEmpty && !IsInner(name))
                AddInterface(points, name, line);
        }
    }

    private static bool IsInner(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("lo"u8) || name.StartsWith("veth"u8) || name.StartsWith("br-"u8) || name.StartsWith("docker"u8);

    // received: bytes, packets, errors, dropped and four more; then the same sent
    private void AddInterface(PointList points, ReadOnlySpan<byte> name, ProcText line)
    {
        var received = Read(ref line);
        line.Skip(4);
        var sent = Read(ref line);
        if ((received.Bytes == 0 && sent.Bytes == 0) || _interfaces.Find(name) is not { } series)
            return;
        series.Io.Add(points, received.Bytes, sent.Bytes);
        series.Packets.Add(points, received.Packets, sent.Packets);
        series.Errors.Add(points, received.Errors, sent.Errors);
        series.Dropped.Add(points, received.Dropped, sent.Dropped);
    }

    private static (double Bytes, double Packets, double Errors, double Dropped) Read(ref ProcText line) =>
        (line.ReadNumber(), line.ReadNumber(), line.ReadNumber(), line.ReadNumber());
}

namespace CleanLite.Load.Measure;

/// <summary>Measures <see cref="Usage"/>, from its making on.</summary>
internal sealed class UsageMeter(int serverPid)
{
    private readonly ProcessReading _server = ProcessReading.Of(serverPid);
    private readonly ProcessReading _tool = ProcessReading.OfSelf();
    private readonly double _busy = Machine.BusySeconds;

    public Usage Stop()
    {
        var (server, tool, busy) = (ProcessReading.Of(serverPid), ProcessReading.OfSelf(), Machine.BusySeconds);
        return new Usage(
            server.SecondsSince(_server),
            Math.Max(server.CpuSeconds - _server.CpuSeconds, 0.01),
            tool.CpuSeconds - _tool.CpuSeconds,
            busy - _busy,
            server.RssBytes);
    }
}

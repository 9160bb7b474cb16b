using CleanLite.Faults.Histories;
using CleanLite.Load.Linux;
using CleanLite.Load.Servers;

namespace CleanLite.Faults.Peers;

/// <summary>An agent or a viewer as a process of its own, which can be killed and stopped. What it writes down goes into the run's history.</summary>
internal sealed class ChildPeer : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private bool _isGone;

    public ChildPeer(IHistory history, params string[] arguments) => _process = ChildProcess.Start(
        new Dictionary<string, string>(),
        line =>
        {
            if (HistoryFile.Parse(line) is { } entry) history.Add(entry);
        },
        ["dotnet", typeof(ChildPeer).Assembly.Location, .. arguments]);

    public void Stop() => _process.Signal(NativeMethods.Stop);

    public void Continue() => _process.Signal(NativeMethods.Continue);

    /// <summary>Ends it without a word.</summary>
    public async Task KillAsync()
    {
        if (_isGone) return;
        await _process.KillAsync();
        await DisposeAsync();
    }

    /// <summary>Asks it to send what it has, to leave, and to end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isGone) return;
        _isGone = true;
        Continue();
        await _process.DisposeAsync();
    }
}

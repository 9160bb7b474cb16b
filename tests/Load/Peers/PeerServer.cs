using CleanLite.Load.Servers;

namespace CleanLite.Load.Peers;

/// <summary>A peer's process.</summary>
/// <param name="Process">It.</param>
/// <param name="WebSocket">Where viewers connect.</param>
/// <param name="PublishPort">Where the publisher connects, if elsewhere.</param>
internal sealed record PeerServer(ChildProcess Process, Uri WebSocket, int PublishPort) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Process.DisposeAsync();
}

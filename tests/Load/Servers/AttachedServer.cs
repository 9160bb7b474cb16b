namespace CleanLite.Load.Servers;

/// <summary>A server that somebody else started, and will stop.</summary>
internal sealed record AttachedServer(int Pid, Uri Grpc, Uri Http) : IServer
{
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

namespace CleanLite.Interop.Net;

/// <summary>One interop case as this client runs it; it throws what is wrong.</summary>
internal sealed record NetCase(string Name, Func<NetPeer, Task> RunAsync);

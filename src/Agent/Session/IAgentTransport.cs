namespace CleanLite.Agent.Session;

/// <summary>A way to reach the server: gRPC now, WebSocket beside it later.</summary>
internal interface IAgentTransport
{
    /// <summary>Opens a connection. It may return before the server has answered; the handshake tells.</summary>
    /// <exception cref="TransportException">The server cannot be reached.</exception>
    ValueTask<IAgentConnection> ConnectAsync(CancellationToken cancellationToken);
}

namespace CleanLite.Agent.Session;

/// <summary>A way to reach the server: gRPC, or what stands in for it where it does not get through.</summary>
internal interface IAgentTransport
{
    /// <summary>Its name: <c>grpc</c>, <c>websocket</c>, <c>http</c>.</summary>
    string Name { get; }

    /// <summary>Where it connects to.</summary>
    Uri Address { get; }

    /// <summary>Opens a connection. It may return before the server has answered; the handshake tells.</summary>
    /// <exception cref="TransportException">The server cannot be reached.</exception>
    ValueTask<IAgentConnection> ConnectAsync(CancellationToken cancellationToken);
}

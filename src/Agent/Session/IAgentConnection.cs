using CleanLite.V1;

namespace CleanLite.Agent.Session;

/// <summary>
/// One duplex stream of messages. One sender and one receiver at a time. All members throw <see cref="TransportException"/> when
/// the stream is broken and <see cref="OperationCanceledException"/> when the token fires, after which the stream is of no more use.
/// </summary>
internal interface IAgentConnection : IAsyncDisposable
{
    /// <summary>False if the server knows no session here: numbers mean nothing to it, and only batches and heartbeats get through.</summary>
    bool HasSession => true;

    Task SendAsync(AgentMessage message, CancellationToken cancellationToken);

    /// <summary>The next message, or null when the server has ended the stream in good order.</summary>
    Task<ServerMessage?> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Nothing more will be sent.</summary>
    Task CompleteAsync();
}

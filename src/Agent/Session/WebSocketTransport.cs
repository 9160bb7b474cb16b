using System.Net;
using System.Net.WebSockets;

namespace CleanLite.Agent.Session;

/// <summary>Reaches the server by WebSocket, where proxies break gRPC: the same messages, one to a binary message.</summary>
internal sealed class WebSocketTransport(AgentOptions options, Uri endpoint) : IAgentTransport
{
    private const string Subprotocol = "cleanlite.agent.v1";

    public string Name => "websocket";

    public Uri Address { get; } = AddressOf(endpoint);

    public async ValueTask<IAgentConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var token = BearerToken.Read(options);
        var invoker = new HttpMessageInvoker(new SocketsHttpHandler { ConnectTimeout = options.ConnectTimeout, SslOptions = ServerTrust.Of(options) });
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(Subprotocol);
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(20);
        socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(10);
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        try
        {
            await socket.ConnectAsync(Address, invoker, cancellationToken);
            return new WebSocketConnection(socket, invoker, options.TimeProvider);
        }
        catch (WebSocketException exception)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            invoker.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransportException(ForeignText.Clean(exception.GetBaseException().Message), exception)
            {
                IsUnauthorized = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden,
            };
        }
        catch
        {
            socket.Dispose();
            invoker.Dispose();
            throw;
        }
    }

    private static Uri AddressOf(Uri endpoint) =>
        new UriBuilder(new Uri(endpoint, "agent/v1/ws")) { Scheme = endpoint.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri;
}

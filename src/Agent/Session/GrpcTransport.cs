using CleanLite.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CleanLite.Agent.Session;

/// <summary>
/// Reaches the server by gRPC. Every link has a channel, and with it a TCP connection, of its own: after a link was given up
/// as dead nothing of it is used again, and no back-off but the agent's own decides when to dial.
/// </summary>
internal sealed class GrpcTransport(AgentOptions options) : IAgentTransport
{
    public string Name => "grpc";

    public Uri Address => options.Server;

    public ValueTask<IAgentConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var headers = BearerToken.Read(options) is { } token ? new Metadata { { "authorization", $"Bearer {token}" } } : [];
        var channel = GrpcChannel.ForAddress(options.Server, new GrpcChannelOptions
        {
            HttpHandler = NewHandler(),
            DisposeHttpClient = true,
        });
        // The cancellation is for dialling, which has not begun yet; the call lives as long as the connection.
        var call = new AgentService.AgentServiceClient(channel).Connect(headers, cancellationToken: CancellationToken.None);
        return new(new GrpcConnection(channel, call));
    }

    private SocketsHttpHandler NewHandler() => new()
    {
        ConnectTimeout = options.ConnectTimeout,
        SslOptions = ServerTrust.Of(options),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        KeepAlivePingDelay = TimeSpan.FromSeconds(20),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        // A proxy can tunnel TLS, but none passes HTTP/2 in clear text.
        UseProxy = options.Server.Scheme == Uri.UriSchemeHttps,
    };
}

using System.Net.Http.Headers;

namespace CleanLite.Agent.Session;

/// <summary>The last resort, where not even a WebSocket gets through: each batch is a call of its own, and nothing comes back but its answer.</summary>
internal sealed class HttpTransport(AgentOptions options, Uri endpoint) : IAgentTransport
{
    public string Name => "http";

    public Uri Address => endpoint;

    public ValueTask<IAgentConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var token = BearerToken.Read(options);
        var handler = new SocketsHttpHandler { ConnectTimeout = options.ConnectTimeout, SslOptions = ServerTrust.Of(options) };
        var client = new HttpClient(handler) { BaseAddress = endpoint };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new(new HttpConnection(client));
    }
}

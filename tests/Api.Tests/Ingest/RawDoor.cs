using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using CleanLite.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Calls the gRPC door with HTTP/2 requests made by hand: any body, any headers.</summary>
internal sealed class RawDoor : IDisposable
{
    public const string Ingest = "/cleanlite.v1.AgentService/Ingest";
    public const string Validate = "/cleanlite.v1.AgentService/Validate";
    public const string Connect = "/cleanlite.v1.AgentService/Connect";

    private readonly HttpClient _http;
    private int _connections;

    public RawDoor(Uri door)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectCallback = ConnectAsync, RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 };
        _http = new HttpClient(handler) { BaseAddress = door, Timeout = Eventually.Patience };
    }

    /// <summary>How many connections were opened so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>A client whose calls share the connection with the calls made by hand.</summary>
    public AgentService.AgentServiceClient NewClient() =>
        new(GrpcChannel.ForAddress(_http.BaseAddress!, new GrpcChannelOptions { HttpClient = _http }));

    /// <summary>Sends <paramref name="pieces"/>, a DATA frame each, and reads the answer to its end.</summary>
    public async Task<RawAnswer> CallAsync(string path, IEnumerable<byte[]> pieces, Action<HttpRequestMessage>? adjust = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new PiecewiseContent(pieces),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        adjust?.Invoke(request);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = await response.Content.ReadAsByteArrayAsync();
        return new RawAnswer(response, body);
    }

    public Task<RawAnswer> CallAsync(string path, byte[] body, Action<HttpRequestMessage>? adjust = null) => CallAsync(path, [body], adjust);

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _connections);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    internal sealed class RawAnswer(HttpResponseMessage response, byte[] body)
    {
        public HttpStatusCode Http => response.StatusCode;

        /// <summary>The gRPC status; null if the answer has none.</summary>
        public StatusCode? Status => Find("grpc-status") is { } text ? (StatusCode)int.Parse(text, CultureInfo.InvariantCulture) : null;

        public string Message => Uri.UnescapeDataString(Find("grpc-message") ?? "");

        public byte[] Body => body;

        /// <summary>True if the status stands in the headers, there being no message.</summary>
        public bool IsTrailersOnly => response.Headers.Contains("grpc-status");

        public string? Find(string name) =>
            response.TrailingHeaders.TryGetValues(name, out var trailers) ? string.Join(',', trailers)
            : response.Headers.TryGetValues(name, out var headers) ? string.Join(',', headers)
            : null;
    }

    private sealed class PiecewiseContent(IEnumerable<byte[]> pieces) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var piece in pieces)
            {
                await stream.WriteAsync(piece);
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

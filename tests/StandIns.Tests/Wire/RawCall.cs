using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace CleanLite.StandIns.Tests.Wire;

/// <summary>
/// A call written by hand, for what no client library sends. Wire form of a message: one flag byte, four bytes of length (big-endian),
/// the bytes (grpc/doc/PROTOCOL-HTTP2.md).
/// </summary>
internal static class RawCall
{
    public static byte[] Message(byte[] bytes, bool compressed)
    {
        var framed = new byte[5 + bytes.Length];
        framed[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), bytes.Length);
        bytes.CopyTo(framed, 5);
        return framed;
    }

    public static async Task<RawAnswer> SendAsync(Uri server, string method, byte[] body, string? encoding, string? acceptEncoding = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, $"/cleanlite.standins.tests.Echo/{method}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (encoding is not null)
            request.Headers.Add("grpc-encoding", encoding);
        if (acceptEncoding is not null)
            request.Headers.Add("grpc-accept-encoding", acceptEncoding);
        using var response = await http.SendAsync(request);
        return new RawAnswer(response, await response.Content.ReadAsByteArrayAsync());
    }

    internal sealed class RawAnswer(HttpResponseMessage response, byte[] body)
    {
        public byte[] Body => body;

        public StatusCode Status => (StatusCode)int.Parse(Find("grpc-status"), System.Globalization.CultureInfo.InvariantCulture);

        public string Message => Uri.UnescapeDataString(Find("grpc-message"));

        // A call that fails before its first message has its status among the headers.
        public string Find(string name) =>
            response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values)
                ? string.Join(',', values)
                : "";
    }
}

using CleanLite.Interop.Protos;
using Grpc.Core;

namespace CleanLite.Interop.Net;

/// <summary>The compressed flag, message by message, in both directions.</summary>
internal static class CompressionCases
{
    private static readonly WriteOptions Uncompressed = new(WriteFlags.NoCompress);

    public static async Task ClientUnaryAsync(NetPeer peer)
    {
        // A server that does not look at the flag would prove nothing.
        await Expect.StatusAsync(StatusCode.InvalidArgument, CallAsync(peer, expected: true, Gzip().WithWriteOptions(Uncompressed)));
        await CallAsync(peer, expected: true, Gzip());
        await CallAsync(peer, expected: false, Gzip().WithWriteOptions(Uncompressed));
    }

    public static async Task ClientStreamingAsync(NetPeer peer)
    {
        using var probe = peer.Client.StreamingInputCall(Gzip());
        probe.RequestStream.WriteOptions = Uncompressed;
        await probe.RequestStream.WriteAsync(Message(27_182, expected: true));
        await Expect.StatusAsync(StatusCode.InvalidArgument, probe.ResponseAsync);

        using var call = peer.Client.StreamingInputCall(Gzip());
        await call.RequestStream.WriteAsync(Message(27_182, expected: true));
        call.RequestStream.WriteOptions = Uncompressed;
        await call.RequestStream.WriteAsync(Message(45_904, expected: false));
        await call.RequestStream.CompleteAsync();
        Expect.Equal(73_086, (await call).AggregatedPayloadSize, "sum");
    }

    public static async Task ServerUnaryAsync(NetPeer peer)
    {
        foreach (var compressed in new[] { true, false })
        {
            var before = peer.CompressedMessages;
            var request = new SimpleRequest
            {
                ResponseCompressed = new BoolValue { Value = compressed },
                ResponseSize = NetPeer.LargeResponse,
                Payload = NetPeer.Zeros(NetPeer.LargeRequest),
            };
            var answer = await peer.Client.UnaryCallAsync(request, NetPeer.Patiently());
            Expect.Zeros(NetPeer.LargeResponse, answer.Payload);
            Expect.Equal(compressed, peer.CompressedMessages > before, "flag");
        }
    }

    public static async Task ServerStreamingAsync(NetPeer peer)
    {
        (int Size, bool Compressed)[] wanted = [(31_415, true), (92_653, false)];
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.AddRange(wanted.Select(
            each => new ResponseParameters { Size = each.Size, Compressed = new BoolValue { Value = each.Compressed } }));
        using var call = peer.Client.StreamingOutputCall(request, NetPeer.Patiently());
        foreach (var (size, compressed) in wanted)
        {
            var before = peer.CompressedMessages;
            Expect.Equal(true, await call.ResponseStream.MoveNext(), "another message");
            Expect.Zeros(size, call.ResponseStream.Current.Payload);
            Expect.Equal(compressed, peer.CompressedMessages > before, "flag");
        }

        Expect.Equal(false, await call.ResponseStream.MoveNext(), "another message");
    }

    // The header by which gRPC for .NET is told to compress a call.
    private static CallOptions Gzip() => NetPeer.Patiently(new Metadata { { "grpc-internal-encoding-request", "gzip" } });

    private static async Task CallAsync(NetPeer peer, bool expected, CallOptions options)
    {
        var request = new SimpleRequest
        {
            ExpectCompressed = new BoolValue { Value = expected },
            ResponseSize = NetPeer.LargeResponse,
            Payload = NetPeer.Zeros(NetPeer.LargeRequest),
        };
        Expect.Zeros(NetPeer.LargeResponse, (await peer.Client.UnaryCallAsync(request, options)).Payload);
    }

    private static StreamingInputCallRequest Message(int length, bool expected) =>
        new() { Payload = NetPeer.Zeros(length), ExpectCompressed = new BoolValue { Value = expected } };
}

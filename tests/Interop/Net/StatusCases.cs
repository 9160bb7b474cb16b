using CleanLite.Interop.Protos;
using Grpc.Core;

namespace CleanLite.Interop.Net;

/// <summary>Metadata there and back, and every way in which a server ends a call badly.</summary>
internal static class StatusCases
{
    private const string InitialKey = "x-grpc-test-echo-initial";
    private const string InitialValue = "test_initial_metadata_value";
    private const string TrailingKey = "x-grpc-test-echo-trailing-bin";
    private const string Message = "test status message";
    private const string SpecialMessage = "\t\ntest with whitespace\r\nand Unicode BMP \u263A and non-BMP \U0001F608\t\n";

    private static readonly byte[] TrailingValue = [0xAB, 0xAB, 0xAB];

    public static async Task CustomMetadataAsync(NetPeer peer)
    {
        var headers = new Metadata { { InitialKey, InitialValue }, { TrailingKey, TrailingValue } };
        using var unary = peer.Client.UnaryCallAsync(
            new SimpleRequest { ResponseSize = NetPeer.LargeResponse, Payload = NetPeer.Zeros(NetPeer.LargeRequest) }, NetPeer.Patiently(headers));
        await unary;
        Check(await unary.ResponseHeadersAsync, unary.GetTrailers());

        using var duplex = peer.Client.FullDuplexCall(NetPeer.Patiently(headers));
        await duplex.RequestStream.WriteAsync(MessageCases.Ask(NetPeer.LargeResponse, NetPeer.LargeRequest));
        await duplex.RequestStream.CompleteAsync();
        while (await duplex.ResponseStream.MoveNext())
            Expect.Zeros(NetPeer.LargeResponse, duplex.ResponseStream.Current.Payload);
        Check(await duplex.ResponseHeadersAsync, duplex.GetTrailers());
    }

    public static async Task CodeAndMessageAsync(NetPeer peer)
    {
        var wanted = new EchoStatus { Code = (int)StatusCode.Unknown, Message = Message };
        await CheckUnaryAsync(peer, wanted);

        using var duplex = peer.Client.FullDuplexCall(NetPeer.Patiently());
        await duplex.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = wanted });
        var status = await Expect.StatusAsync(StatusCode.Unknown, duplex.ResponseStream.MoveNext());
        Expect.Equal(Message, status.Detail, "message");
    }

    public static Task SpecialMessageAsync(NetPeer peer) =>
        CheckUnaryAsync(peer, new EchoStatus { Code = (int)StatusCode.Unknown, Message = SpecialMessage });

    public static Task UnimplementedMethodAsync(NetPeer peer) => Expect.StatusAsync(
        StatusCode.Unimplemented, peer.Client.UnimplementedCallAsync(new Empty(), NetPeer.Patiently()).ResponseAsync);

    public static Task UnimplementedServiceAsync(NetPeer peer) => Expect.StatusAsync(
        StatusCode.Unimplemented, peer.Unimplemented.UnimplementedCallAsync(new Empty(), NetPeer.Patiently()).ResponseAsync);

    private static async Task CheckUnaryAsync(NetPeer peer, EchoStatus wanted)
    {
        var call = peer.Client.UnaryCallAsync(new SimpleRequest { ResponseStatus = wanted }, NetPeer.Patiently());
        var status = await Expect.StatusAsync(StatusCode.Unknown, call.ResponseAsync);
        Expect.Equal(wanted.Message, status.Detail, "message");
    }

    private static void Check(Metadata headers, Metadata trailers)
    {
        Expect.Equal(InitialValue, headers.GetValue(InitialKey), "header");
        Expect.Equal(true, trailers.GetValueBytes(TrailingKey)?.AsSpan().SequenceEqual(TrailingValue) ?? false, "trailer");
    }
}
